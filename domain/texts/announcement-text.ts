/** A mail about a lifecycle: one line, and paragraphs. */
export interface AnnouncementText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}
