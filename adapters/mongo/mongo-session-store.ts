import { createHash } from 'node:crypto';

import { trusted, type Model } from 'mongoose';

import type { LogoutNotice } from '../../activities/ports/login-provider';
import type { PendingLogin, RenewedSession, Session, SessionStore } from '../../activities/ports/session-store';
import type { MongoConnection } from './mongo-connection';
import {
  logoutNoticeSchema,
  pendingLoginSchema,
  sessionSchema,
  type LogoutNoticeDocument,
  type PendingLoginDocument,
  type SessionDocument,
} from './session-schemas';
import { insertedNow } from './store-schema';

/** Longer than a logout token is taken, so that none counts twice. */
const noticeMemoryMs = 15 * 60 * 1000;

/** Sessions, pending logins and logout notices, each in a collection of its own. */
export class MongoSessionStore implements SessionStore {
  readonly #mongo: MongoConnection;
  readonly #pending: Model<PendingLoginDocument>;
  readonly #sessions: Model<SessionDocument>;
  readonly #notices: Model<LogoutNoticeDocument>;

  constructor(mongo: MongoConnection) {
    this.#mongo = mongo;
    this.#pending = mongo.model('PendingLogin', pendingLoginSchema);
    this.#sessions = mongo.model('Session', sessionSchema);
    this.#notices = mongo.model('LogoutNotice', logoutNoticeSchema);
  }

  async savePendingLogin({ state, ...login }: PendingLogin): Promise<void> {
    await this.#mongo.run(async () => {
      await this.#dropExpired();
      await new this.#pending({ ...login, _id: digestOf(state) }).save();
    });
  }

  async takePendingLogin(state: string, now: Date): Promise<PendingLogin | null> {
    const found = await this.#mongo.run(
      async () => await this.#pending.findOneAndDelete({ _id: digestOf(state) }).lean<PendingLoginDocument>(),
    );
    if (!found || found.expiresAt <= now) return null;
    const { _id, ...login } = found;
    return { ...login, state };
  }

  async create({ id, tokens, ...session }: Session): Promise<void> {
    const document = { ...session, _id: id, tokens: Buffer.from(tokens), refreshingUntil: new Date(0) };
    await this.#mongo.run(async () => await new this.#sessions(document).save());
  }

  async find(id: string, now: Date): Promise<Session | null> {
    const found = await this.#mongo.run(async () => await this.#sessions.findOne({ _id: id }).lean<SessionDocument>());
    if (!found || found.idleUntil <= now || found.endsAt <= now) return null;
    const { _id, refreshingUntil: _refreshingUntil, ...session } = found;
    return { ...session, id };
  }

  async touch(id: string, idleUntil: Date): Promise<void> {
    await this.#mongo.run(async () => await this.#sessions.updateOne({ _id: id }, { $max: { idleUntil } }));
  }

  async claimRefresh(id: string, generation: number, until: Date, now: Date): Promise<boolean> {
    const free = { _id: id, generation, refreshingUntil: trusted({ $lte: now }) };
    const { matchedCount } = await this.#mongo.run(
      async () => await this.#sessions.updateOne(free, { $set: { refreshingUntil: until } }),
    );
    return matchedCount === 1;
  }

  async renew(id: string, generation: number, { tokens, ...renewed }: RenewedSession): Promise<boolean> {
    const $set = { ...renewed, tokens: Buffer.from(tokens), generation: generation + 1, refreshingUntil: new Date(0) };
    const { matchedCount } = await this.#mongo.run(
      async () => await this.#sessions.updateOne({ _id: id, generation }, { $set }),
    );
    return matchedCount === 1;
  }

  async end(id: string): Promise<void> {
    await this.#mongo.run(async () => await this.#sessions.deleteOne({ _id: id }));
  }

  /** The sessions end first: a notice that is interrupted in between ends them again when it is repeated. */
  async endByNotice({ id, subject, providerSession }: LogoutNotice): Promise<number | null> {
    const named = providerSession === null ? { 'identity.subject': subject } : { providerSession };
    return await this.#mongo.run(async () => {
      if ((await this.#notices.exists({ _id: id })) !== null) return null;
      const { deletedCount } = await this.#sessions.deleteMany(named);
      await insertedNow(this.#notices, { _id: id, expiresAt: new Date(Date.now() + noticeMemoryMs) });
      return deletedCount;
    });
  }

  /** MongoDB drops these by itself, but not where its TTL monitor does not run, as in an embedded engine. */
  async #dropExpired(): Promise<void> {
    const past = trusted({ $lte: new Date() });
    await Promise.all([
      this.#pending.deleteMany({ expiresAt: past }),
      this.#notices.deleteMany({ expiresAt: past }),
      this.#sessions.deleteMany({ idleUntil: past }),
    ]);
  }
}

function digestOf(state: string): string {
  return createHash('sha256').update(state, 'utf8').digest('base64url');
}
