import { z } from 'zod';

/** `"7"`, the strong entity tag of a version, or `*`. */
const field = z.string().regex(/^(?:"\d{1,15}"|\*)$/, 'The ETag of the version that was read, in quotes, or *');
const about = {
  description: 'The `ETag` that was read; another version is refused with 412. `*` stands for any',
  examples: ['"7"'],
};

/** If-Match. Required for what replaces something as a whole: a second tab would undo what the first has done. */
export function ifMatch(isRequired: boolean): z.ZodType<string | undefined> {
  return isRequired ? field.meta(about) : field.optional().meta(about);
}

/** The version that a request was made from; null where any will do. */
export function expectedVersion(given: string | undefined): number | null {
  return given === undefined || given === '*' ? null : Number(given.slice(1, -1));
}
