import { z } from 'zod';

import { Secret } from '../domain/secret';

const requiredText = z.string({ error: 'is required' }).trim().min(1, 'must not be empty');

const port = z.coerce.number({ error: 'must be a port number' }).int().min(1).max(65_535);

const wholeNumber = (least: number) => z.coerce.number({ error: 'must be a whole number' }).int().min(least);

const commaList = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item.length > 0),
    );

const secret = requiredText.transform((text) => new Secret(text));

const keyBytes = 32;

/** One AES-256 key with its id; the id travels with what it encrypts. */
export interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

/** `id:base64,id:base64` — the first key encrypts, all of them decrypt. */
const keyRing = requiredText.transform((text, context): readonly NamedKey[] =>
  text.split(',').map((item) => {
    const [id = '', encoded = ''] = item.trim().split(':');
    const key = Buffer.from(encoded, 'base64');
    if (!/^[A-Za-z0-9._-]{1,64}$/.test(id) || key.length !== keyBytes) {
      context.addIssue({ code: 'custom', message: 'must be a list of <key id>:<base64 of 32 bytes>' });
    }
    return { id, key };
  }),
);

const keyMaterial = requiredText.transform((text, context): Buffer => {
  const key = Buffer.from(text, 'base64');
  if (key.length !== keyBytes) context.addIssue({ code: 'custom', message: 'must be the base64 of 32 bytes' });
  return key;
});

const egressPorts = commaList('465,587,25,2525').transform((items, context) =>
  items.map((item) => {
    const parsed = port.safeParse(item);
    if (!parsed.success) context.addIssue({ code: 'custom', message: `"${item}" is not a port number` });
    return parsed.success ? parsed.data : 0;
  }),
);

/** Read by the API and by the worker. */
export const sharedVariables = {
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  MONGODB_URI: secret,
  MONGODB_DATABASE: requiredText.default('mail_server_approval'),
  TEMPORAL_ADDRESS: requiredText,
  TEMPORAL_NAMESPACE: requiredText.default('default'),
  TEMPORAL_TASK_QUEUE: requiredText.default('mail-server-approval'),
  TEMPORAL_TLS: z.enum(['on', 'off']).default('off'),
  TEMPORAL_API_KEY: secret.optional(),
  CREDENTIAL_KEYS: keyRing,
  PAYLOAD_KEYS: keyRing,
  PLATFORM_FROM_ADDRESS: requiredText.pipe(z.email('must be a mail address')),
  /** How long a mail may wait for delivery when its sender names no end. */
  DELIVERY_MAX_AGE_HOURS: wholeNumber(1).default(72),
};

/** Read by the API alone. */
export const apiVariables = {
  API_HOST: requiredText.default('127.0.0.1'),
  API_PORT: port.default(3000),
  API_PUBLIC_URL: requiredText.pipe(z.url('must be a URL')),
  API_BODY_LIMIT_BYTES: wholeNumber(1024).default(10_485_760),
  API_RATE_LIMIT_PER_MINUTE: wholeNumber(1).default(600),
  OIDC_ISSUER: requiredText.pipe(z.url('must be a URL')),
  OIDC_AUDIENCE: requiredText,
  OIDC_ROLES_CLAIM: requiredText.default('roles'),
  OIDC_ORGANIZATIONS_CLAIM: requiredText.default('organizations'),
  TEMPORAL_UI_URL: requiredText.pipe(z.url('must be a URL')).optional(),
};

/** Read by the worker alone. */
export const workerVariables = {
  CONFIRMATION_CODE_KEY: keyMaterial,
  WORKER_METRICS_HOST: requiredText.default('127.0.0.1'),
  WORKER_METRICS_PORT: port.default(9464),
  /** `host:port` where the SDK serves its own metrics; without it they are not kept. */
  WORKER_SDK_METRICS_ADDRESS: requiredText.optional(),
  WORKER_SHUTDOWN_GRACE_SECONDS: wholeNumber(1).default(20),
  /** Path of a workflow bundle made at build time; without it the worker bundles at start. */
  WORKFLOW_BUNDLE_PATH: requiredText.optional(),
  EGRESS_ALLOWED_PORTS: egressPorts,
  /** Networks in CIDR notation that are reachable although they are not public; for self-hosters. */
  EGRESS_ALLOWED_NETWORKS: commaList(''),
  SMTP_EHLO_NAME: requiredText,
  /** PEM file with certificate authorities to trust besides the public ones. */
  SMTP_TRUSTED_CA_FILE: requiredText.optional(),
  PLATFORM_SMTP_HOST: requiredText,
  PLATFORM_SMTP_PORT: port,
  PLATFORM_SMTP_SECURITY: z.enum(['tls', 'starttls', 'none']),
  PLATFORM_SMTP_USER: requiredText.optional(),
  PLATFORM_SMTP_PASSWORD: secret.optional(),
  PLATFORM_FROM_NAME: requiredText,
  OUTBOX_SWEEP_SECONDS: wholeNumber(1).default(30),
};
