import type { BounceReading, BounceRecipient } from '../domain/bounces/bounce-reading';
import { sameAddress } from '../domain/bounces/mail-address';
import type { Expectations, ExpectedRecipient, FileReading } from './bounce-folder';

export interface Accuracy {
  readonly recipient: number;
  readonly kind: number;
  readonly hard: number;
  readonly reason: number;
}

export interface Miss {
  readonly file: string;
  readonly expected: ExpectedRecipient;
  readonly got: ExpectedRecipient | null;
}

/** Shares of the expected recipients that were read right, and those that were not. */
export interface Comparison {
  readonly accuracy: Accuracy;
  readonly misses: readonly Miss[];
}

const aspects = ['recipient', 'kind', 'hard', 'reason'] as const;

/** Compares readings with expectations. A recipient that was not found counts as wrong in every respect. */
export function compare(readings: readonly FileReading[], expectations: Expectations): Comparison {
  const right = { recipient: 0, kind: 0, hard: 0, reason: 0 };
  const misses: Miss[] = [];
  let total = 0;
  for (const [file, expected] of expectations) {
    const reading = readings.find((one) => one.file === file)?.reading;
    for (const [one, got] of pair(expected, reading)) {
      total += 1;
      const good = aspects.filter((aspect) => got !== null && agrees(aspect, one, got));
      for (const aspect of good) right[aspect] += 1;
      if (good.length < aspects.length) misses.push({ file, expected: one, got });
    }
  }
  const share = (count: number): number => (total === 0 ? 0 : Number((count / total).toFixed(4)));
  const accuracy = {
    recipient: share(right.recipient),
    kind: share(right.kind),
    hard: share(right.hard),
    reason: share(right.reason),
  };
  return { accuracy, misses };
}

/**
 * The reading in the words of the expectations. Sisimai calls every expiry `delayed`, also the one after which no server
 * tries again, and a delay in prose with a known reason `failed`; our kinds tell the two apart by what happens next.
 */
export function inExpectedWords({ recipient, kind, reason, hard, source }: BounceRecipient): ExpectedRecipient {
  const expired = reason === 'expired' && (kind === 'failed' || kind === 'delayed');
  const said = kind === 'delayed' && source !== 'delivery-status' ? 'failed' : kind;
  return { recipient, kind: expired ? 'delayed' : said, reason, hard };
}

function pair(
  expected: readonly ExpectedRecipient[],
  reading: BounceReading | undefined,
): (readonly [ExpectedRecipient, ExpectedRecipient | null])[] {
  const left = (reading?.recipients ?? []).map(inExpectedWords);
  const matched = expected.map((one) => {
    const at = left.findIndex((got) => sameAddress(got.recipient, one.recipient));
    return [one, at < 0 ? null : (left.splice(at, 1)[0] ?? null)] as const;
  });
  // What is left was read as somebody else: shown beside the expectation that it missed.
  return matched.map(([one, got]) => [one, got ?? left.shift() ?? null] as const);
}

function agrees(aspect: (typeof aspects)[number], expected: ExpectedRecipient, got: ExpectedRecipient): boolean {
  if (!sameAddress(expected.recipient, got.recipient)) return false;
  return aspect === 'recipient' || expected[aspect] === got[aspect];
}
