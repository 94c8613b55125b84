/** Receives one line for a person to read. */
export type Report = (line: string) => void;

/** Discards every line: for callers that only want the result. */
export const silent: Report = () => undefined;

/** A size as a person says it. */
export function readableSize(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
