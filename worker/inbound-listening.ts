import { readFileSync } from 'node:fs';

import type { InboundMailIntake, InboundMailRouter } from '../activities/ports/inbound-mail-store';
import type { ReturnAddresses } from '../activities/ports/return-addresses';
import { HmacReturnAddresses } from '../adapters/crypto/hmac-return-addresses';
import type { InboundObserver } from '../adapters/inbound/inbound-events';
import { InboundListener } from '../adapters/inbound/inbound-listener';
import type { Logger } from '../adapters/logging/logger';
import { MongoInboundAudit } from '../adapters/mongo/mongo-inbound-audit';
import type { MongoConnection } from '../adapters/mongo/mongo-connection';
import type { InboundConfig, WorkerConfig } from '../config/env';

type Config = WorkerConfig | InboundConfig;

export interface ListeningNeeds {
  readonly addresses: ReturnAddresses;
  readonly mongo: MongoConnection;
  readonly store: InboundMailIntake;
  readonly router: InboundMailRouter;
  readonly observer: InboundObserver;
  readonly logger: Logger;
}

/** A listener at work. */
export interface Listening {
  readonly isListening: boolean;
  /** Takes no more mail, and writes what was counted. */
  close(): Promise<void>;
}

/** The signed addresses of this deployment; null where it has no domain for them. */
export function returnAddressesOf(config: Config): HmacReturnAddresses | null {
  const { INBOUND_BOUNCE_DOMAIN: bounce, INBOUND_ADDRESS_KEYS: keys } = config;
  if (bounce === undefined || keys === undefined) return null;
  const check = config.INBOUND_CHECK_DOMAIN ?? bounce;
  const domains = { bounce: bounce.toLowerCase(), check: check.toLowerCase() };
  return new HmacReturnAddresses({ keys, domains, validDays: config.INBOUND_ADDRESS_DAYS });
}

const now = (): Date => new Date();

/** Whether this process is to listen for mail that comes back. */
export function isListenerWanted(config: Config): boolean {
  return config.INBOUND_SMTP_PORT !== undefined || config.INBOUND_LMTP_PORT !== undefined;
}

/** Listens on the configured ports. Rejects when one of them is taken or a certificate cannot be read. */
export async function startListening(config: Config, needs: ListeningNeeds): Promise<Listening> {
  const { logger, mongo, ...dependencies } = needs;
  const onError = (what: string, error: unknown): void => logger.warn({ err: error }, what);
  const audit = new MongoInboundAudit(mongo, {
    onError: (error) => onError('Refused recipients could not be counted yet', error),
  });
  const listener = new InboundListener(optionsOf(config), { ...dependencies, audit, now, onError });
  for (const [protocol, port] of portsOf(config)) {
    await listener.listen(protocol, port);
    logger.info({ protocol, host: config.INBOUND_HOST, port }, 'Listening for mail that comes back');
  }
  return {
    get isListening() {
      return listener.isListening;
    },
    close: async () => {
      await listener.close();
      await audit.flush().catch((error: unknown) => onError('Refused recipients were not counted', error));
    },
  };
}

function optionsOf(config: Config) {
  const { INBOUND_TLS_CERTIFICATE_FILE: certificate, INBOUND_TLS_KEY_FILE: key } = config;
  return {
    name: config.SMTP_EHLO_NAME,
    host: config.INBOUND_HOST,
    tls:
      certificate === undefined || key === undefined
        ? null
        : { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') },
    maxBytes: config.INBOUND_MAX_BYTES,
    maxConnections: config.INBOUND_MAX_CONNECTIONS,
    mailsPerMinute: config.INBOUND_MAILS_PER_MINUTE,
  };
}

function portsOf({ INBOUND_SMTP_PORT: smtp, INBOUND_LMTP_PORT: lmtp }: Config) {
  const ports: ['smtp' | 'lmtp', number][] = [];
  if (smtp !== undefined) ports.push(['smtp', smtp]);
  if (lmtp !== undefined) ports.push(['lmtp', lmtp]);
  return ports;
}
