/** What a code means to the caller and what to do about it. */
export interface ErrorExplanation {
  readonly meaning: string;
  readonly remedy: string;
}
