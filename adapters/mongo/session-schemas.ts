import type { Identity } from '../../activities/ports/access-token-verifier';
import type { PendingLogin, Session } from '../../activities/ports/session-store';
import { roles } from '../../domain/actor';
import { scopes } from '../../domain/scopes';
import { partSchema, storeSchema } from './store-schema';

/** Named by the digest of its state. */
export type PendingLoginDocument = Omit<PendingLogin, 'state'> & { readonly _id: string };

export const pendingLoginSchema = storeSchema<PendingLoginDocument>(
  'pending_logins',
  {
    _id: { type: String, required: true },
    nonce: { type: String, required: true },
    codeVerifier: { type: String, required: true },
    browser: { type: String, required: true },
    returnTo: { type: String, required: true },
    expiresAt: { type: Date, required: true },
  },
  [{ fields: { expiresAt: 1 }, options: { name: 'expired', expireAfterSeconds: 0 } }],
);

export type SessionDocument = Omit<Session, 'id' | 'tokens'> & {
  readonly _id: string;
  readonly tokens: Buffer;
  readonly refreshingUntil: Date;
};

const identity = partSchema<Identity>({
  subject: { type: String, required: true },
  roles: { type: [{ type: String, enum: roles }], required: true },
  organizations: { type: [String], default: null },
  scopes: { type: [{ type: String, enum: scopes }], required: true },
  email: { type: String },
  name: { type: String },
  personId: { type: String },
});

export const sessionSchema = storeSchema<SessionDocument>(
  'sessions',
  {
    _id: { type: String, required: true },
    identity: { type: identity, required: true },
    identityValidUntil: { type: Date, required: true },
    providerSession: { type: String, default: null },
    tokens: { type: Buffer, required: true },
    generation: { type: Number, required: true },
    refreshingUntil: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    idleUntil: { type: Date, required: true },
    endsAt: { type: Date, required: true },
  },
  [
    { fields: { idleUntil: 1 }, options: { name: 'idled', expireAfterSeconds: 0 } },
    { fields: { 'identity.subject': 1 }, options: { name: 'by_subject' } },
    { fields: { providerSession: 1 }, options: { name: 'by_provider_session' } },
  ],
);

export interface LogoutNoticeDocument {
  readonly _id: string;
  readonly expiresAt: Date;
}

export const logoutNoticeSchema = storeSchema<LogoutNoticeDocument>(
  'logout_notices',
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  [{ fields: { expiresAt: 1 }, options: { name: 'expired', expireAfterSeconds: 0 } }],
);
