/** What a mail says, the same for every contender: about 4 kB of text and HTML, and nothing that varies but its number. */
export interface BenchMail {
  readonly organizationId: string;
  readonly to: readonly [string];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const sentence = 'Please read the agreement and sign it by the end of next week; the link below opens it. ';
const text = `Good day,\n\n${`${sentence.repeat(2)}\n`.repeat(7)}\nhttps://sign.example/documents/4711\n`;
const html = `<html><body><p>Good day,</p>${`<p>${sentence.repeat(2)}</p>`.repeat(9)}<p><a href="https://sign.example/documents/4711">Sign</a></p></body></html>`;

export function benchMail(organizationId: string, number: number): BenchMail {
  return {
    organizationId,
    to: [`signer-${number}@partner.example`],
    subject: `Please sign: framework agreement ${number}`,
    text,
    html,
  };
}

/** The organizations' ids. */
export function organizationIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `bench-${index + 1}`);
}

/**
 * So many mails over so many organizations by Zipf's law with exponent 1.1, in an order that is the same in each run: the
 * first organization has most, and each has at least its share of the tail.
 */
export function zipfMails(mails: number, organizations: readonly string[]): BenchMail[] {
  const weights = organizations.map((_, index) => 1 / (index + 1) ** 1.1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const cumulated = weights.reduce<number[]>((sums, weight) => [...sums, (sums.at(-1) ?? 0) + weight / total], []);
  const random = seededRandom(4711);
  return Array.from({ length: mails }, (_, number) => {
    const draw = random();
    const index = cumulated.findIndex((sum) => draw <= sum);
    return benchMail(organizations[index] ?? organizations.at(-1) ?? '', number);
  });
}

/** Evenly over the organizations, in turns. */
export function evenMails(mails: number, organizations: readonly string[]): BenchMail[] {
  return Array.from({ length: mails }, (_, number) =>
    benchMail(organizations[number % organizations.length] ?? '', number),
  );
}

/** mulberry32: small, and good enough to spread mails. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
