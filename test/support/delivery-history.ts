/** What a caller learned of handing one mail over. `unknown`: the answer never came, so it may or may not have been taken. */
export interface HandedMail {
  readonly key: string;
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  /** Known once it was accepted. */
  readonly id: string | null;
  readonly messageId: string | null;
  readonly recipients: readonly string[];
}

/** A server has answered the final dot of a mail with 250, or would have, had the client still been there. */
export interface Acceptance {
  readonly messageId: string;
  readonly recipients: readonly string[];
  readonly at: number;
}

/** How a mail stands when everything has come to rest. */
export interface FinalRecord {
  readonly messageId: string;
  readonly recipients: readonly { readonly recipient: string; readonly state: string }[];
}

/** What was seen of notices about undeliverable mail: about whom, and to whom. */
export interface SeenNotice {
  readonly aboutMessageId: string;
  readonly recipient: string;
}

export interface History {
  readonly handed: readonly HandedMail[];
  readonly acceptances: readonly Acceptance[];
  /** Of every mail that the service knows. */
  readonly records: readonly FinalRecord[];
  readonly notices?: readonly SeenNotice[];
}

const terminal = new Set(['sent', 'undeliverable', 'expired', 'held', 'cancelled', 'suppressed']);

/**
 * Every way in which a history breaks the promises of delivery, as a sentence; empty when it keeps them: whoever was told
 * "accepted" can rely on one end, nobody gets a mail twice, and what is called sent was seen to arrive. A mail whose
 * acceptance nobody heard of is allowed to exist or not, but not to arrive twice.
 */
export function violations(history: History): string[] {
  return [
    ...acceptedMailsWithoutAnEnd(history),
    ...recipientsServedTwice(history),
    ...sentButNeverSeen(history),
    ...seenThoughNotSent(history),
    ...arrivalsOfNobodysMail(history),
    ...keysWithTwoMails(history),
    ...noticesNotOnce(history),
  ];
}

/** I1: every acknowledged mail is in exactly one terminal state, for each of its recipients. */
function acceptedMailsWithoutAnEnd({ handed, records }: History): string[] {
  const byMessageId = new Map(records.map((record) => [record.messageId, record]));
  return handed
    .filter(({ outcome }) => outcome === 'accepted')
    .flatMap(({ messageId, recipients }) => {
      const record = byMessageId.get(messageId ?? '');
      if (!record) return [`${messageId} was accepted and is not known any more`];
      const states = new Map(record.recipients.map(({ recipient, state }) => [recipient, state]));
      return recipients
        .filter((recipient) => !terminal.has(states.get(recipient) ?? ''))
        .map((recipient) => `${messageId} to ${recipient} has not come to an end: ${states.get(recipient)}`);
    });
}

/** I2: at most one acceptance for each mail and recipient. */
function recipientsServedTwice({ acceptances }: History): string[] {
  const counts = new Map<string, number>();
  for (const { messageId, recipients } of acceptances) {
    for (const recipient of recipients) {
      const place = `${messageId} to ${recipient}`;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, count]) => count > 1).map(([place, count]) => `${place} was accepted ${count} times`);
}

function sentButNeverSeen({ records, acceptances }: History): string[] {
  const seen = placesOf(acceptances);
  return statesOf(records)
    .filter(({ state, place }) => state === 'sent' && !seen.has(place))
    .map(({ place }) => `${place} is called sent and never arrived`);
}

/** A mail that arrived is sent, or nobody can say; it must not be called failed, cancelled or still waiting. */
function seenThoughNotSent({ records, acceptances }: History): string[] {
  const seen = placesOf(acceptances);
  return statesOf(records)
    .filter(({ state, place }) => seen.has(place) && state !== 'sent' && state !== 'held')
    .map(({ state, place }) => `${place} arrived and is called ${state}`);
}

function arrivalsOfNobodysMail({ records, acceptances }: History): string[] {
  const known = new Set(statesOf(records).map(({ place }) => place));
  return [...placesOf(acceptances)]
    .filter((place) => !known.has(place))
    .map((place) => `${place} arrived and is unknown`);
}

function keysWithTwoMails({ handed }: History): string[] {
  const byKey = new Map<string, Set<string>>();
  for (const { key, id } of handed) {
    if (id !== null) byKey.set(key, (byKey.get(key) ?? new Set()).add(id));
  }
  return [...byKey].filter(([, ids]) => ids.size > 1).map(([key, ids]) => `the key ${key} made ${ids.size} mails`);
}

/** I3: one notice for each recipient that cannot be reached, and none for any other. */
function noticesNotOnce({ records, notices }: History): string[] {
  if (notices === undefined) return [];
  const counts = new Map<string, number>();
  for (const { aboutMessageId, recipient } of notices) {
    const place = `${aboutMessageId} to ${recipient}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const owing = statesOf(records).filter(({ state }) => state === 'undeliverable' || state === 'expired');
  const owed = new Set(owing.map(({ place }) => place));
  return [
    ...owing
      .filter(({ place }) => counts.get(place) !== 1)
      .map(({ place }) => `${place} has ${counts.get(place) ?? 0} notices`),
    ...[...counts.keys()].filter((place) => !owed.has(place)).map((place) => `${place} has a notice and needs none`),
  ];
}

function placesOf(acceptances: readonly Acceptance[]): Set<string> {
  return new Set(
    acceptances.flatMap(({ messageId, recipients }) => recipients.map((recipient) => `${messageId} to ${recipient}`)),
  );
}

function statesOf(records: readonly FinalRecord[]): { place: string; state: string }[] {
  return records.flatMap(({ messageId, recipients }) =>
    recipients.map(({ recipient, state }) => ({ place: `${messageId} to ${recipient}`, state })),
  );
}
