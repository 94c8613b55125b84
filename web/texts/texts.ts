import type { de } from './de';

/** The shape of a language, which the German texts give. Plural forms differ by language only in their wording. */
export type Texts = Shape<typeof de>;

type Shape<Node> = Node extends string ? string : { readonly [Key in keyof Node]: Shape<Node[Key]> };
