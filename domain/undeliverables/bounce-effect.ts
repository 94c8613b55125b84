import type { BounceKind } from '../bounces/bounce-reading';
import type { DeliveryState } from '../mail-message';

/** Why what came back changes nothing about a recipient. */
export const noEffectReasons = [
  'still-tried',
  'auto-reply',
  'not-understood',
  'known-already',
  'not-handed-over',
  'already-final',
] as const;
export type NoEffectReason = (typeof noEffectReasons)[number];

/**
 * What a certain bounce does. `wait`: the attempt is not recorded yet, its bounce was quicker; it has to come again.
 * `fail` and `deliver` move the recipient out of one of the states in `from`, by compare-and-set.
 */
export type BounceEffect =
  | { readonly kind: 'fail'; readonly from: readonly DeliveryState[] }
  | { readonly kind: 'deliver'; readonly from: readonly DeliveryState[] }
  | { readonly kind: 'complain' }
  | { readonly kind: 'wait' }
  | { readonly kind: 'none'; readonly because: NoEffectReason };

const handedOver: readonly DeliveryState[] = ['sent', 'held'];

/**
 * What a report of this kind does to a recipient in this state. A bounce moves `sent` to `undeliverable`, late as it may
 * be, and answers the question that `held` leaves open; a success report answers it the other way. Every other end is
 * final, so that the same bounce twice is one undeliverable.
 */
export function bounceEffect(kind: BounceKind, state: DeliveryState): BounceEffect {
  switch (kind) {
    case 'failed':
      return onFailure(state);
    case 'delivered':
      return onSuccess(state);
    case 'complaint':
      return { kind: 'complain' };
    case 'delayed':
      return none('still-tried');
    case 'auto-reply':
      return none('auto-reply');
    case 'unknown':
      return none('not-understood');
  }
}

function onFailure(state: DeliveryState): BounceEffect {
  switch (state) {
    case 'sending':
      return { kind: 'wait' };
    case 'sent':
    case 'held':
      return { kind: 'fail', from: handedOver };
    case 'undeliverable':
      return none('known-already');
    case 'accepted':
    case 'deferred':
      return none('not-handed-over');
    case 'expired':
    case 'cancelled':
    case 'suppressed':
      return none('already-final');
  }
}

function onSuccess(state: DeliveryState): BounceEffect {
  switch (state) {
    case 'sending':
      return { kind: 'wait' };
    case 'held':
      return { kind: 'deliver', from: ['held'] };
    case 'sent':
      return none('known-already');
    case 'accepted':
    case 'deferred':
      return none('not-handed-over');
    case 'undeliverable':
    case 'expired':
    case 'cancelled':
    case 'suppressed':
      return none('already-final');
  }
}

function none(because: NoEffectReason): BounceEffect {
  return { kind: 'none', because };
}
