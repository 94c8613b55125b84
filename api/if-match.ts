import { z } from 'zod';

/** `"7"`, the strong entity tag of a version, or `*`. */
const field = z.string().regex(/^(?:"\d{1,15}"|\*)$/, 'The ETag of the version that was read, in quotes, or *');
/** The entity tag of what is told by its content, or `*`. */
const contentField = z.string().regex(/^(?:"[0-9a-f]{32}"|\*)$/, 'The ETag that was read, in quotes, or *');
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

/** If-Match of what has no versions, only a content. Without it nothing is replaced: nothing must stand there. */
export const contentIfMatch: z.ZodType<string | undefined> = contentField.optional().meta({
  description:
    'The `ETag` that was read; another content is refused with 412. `*` stands for any. Left out where nothing stands yet; where something does, that is refused with 428',
  examples: ['"0c1ae9d9e3b1c7a2f4d65a0b8e7f9d31"'],
});

/** The content that a request was made from, by its tag; `none` where nothing stood there, `any` where that does not matter. */
export function seenContent(given: string | undefined): { readonly tag: string } | 'none' | 'any' {
  if (given === undefined) return 'none';
  return given === '*' ? 'any' : { tag: given.slice(1, -1) };
}
