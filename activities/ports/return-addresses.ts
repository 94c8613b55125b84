import type { AddressReading } from '../../domain/inbound/return-address';
import type { ReturnToken } from '../../domain/inbound/return-token';

/** What a signed address is made for. */
export type ReturnSubject =
  | {
      readonly kind: 'bounce';
      readonly organizationId: string;
      /** A UUID. */
      readonly mailId: string;
      /** Place of the recipient in the mail, from 0; null where one transaction is for several. */
      readonly position: number | null;
    }
  | {
      readonly kind: 'check' | 'check-bounce';
      readonly organizationId: string;
      readonly revision: number;
      readonly run: number;
    };

/** Signed addresses of our own domains (VERP), and what comes back to them. Works without any I/O. */
export interface ReturnAddresses {
  /** The address for a subject, valid from now on for as long as configured. Throws a RangeError for an id that is no UUID. */
  addressFor(subject: ReturnSubject, now: Date): string;
  /** What the `reference` of a subject's tokens is. */
  referenceOf(subject: ReturnSubject): string;
  /** Never throws. */
  read(address: string, now: Date): AddressReading;
  /** Whether a token was made for this organization. */
  belongsTo(token: ReturnToken, organizationId: string): boolean;
}
