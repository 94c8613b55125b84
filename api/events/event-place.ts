import type { FeedPlace, OrganizationPlace } from '../../activities/ports/event-feed';
import { CatalogueError } from '../../domain/errors';

/** Ids of events are opaque to readers: they hold the place of the event in each of the orders that a stream follows. */
export function encodePlace({ trail, checks, mails }: OrganizationPlace): string {
  return [String(trail), encodeFeedPlace(checks), encodeFeedPlace(mails)].join('~');
}

/** Throws INVALID_REQUEST for what no event of an organization's stream has as its id. */
export function decodePlace(text: string): OrganizationPlace {
  const [trail = '', checks, mails, ...rest] = text.split('~');
  if (!/^\d{1,15}$/.test(trail) || checks === undefined || mails === undefined || rest.length > 0) throw invalid();
  return { trail: Number(trail), checks: decodeFeedPlace(checks), mails: decodeFeedPlace(mails) };
}

export function encodeFeedPlace({ at, id }: FeedPlace): string {
  return `${at}.${Buffer.from(id, 'utf8').toString('base64url')}`;
}

/** Throws INVALID_REQUEST. */
export function decodeFeedPlace(text: string): FeedPlace {
  const [, at, id] = /^(\d{1,15})\.([A-Za-z0-9_-]{0,400})$/.exec(text) ?? [];
  if (at === undefined || id === undefined) throw invalid();
  return { at: Number(at), id: Buffer.from(id, 'base64url').toString('utf8') };
}

function invalid(): CatalogueError {
  return new CatalogueError('INVALID_REQUEST', 'The Last-Event-ID is not one that this stream gave', {
    faults: [{ pointer: '/last-event-id', code: 'INVALID_EVENT_ID' }],
  });
}
