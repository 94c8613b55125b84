import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

import {
  ConfigurationError,
  readApiConfig,
  readInboundConfig,
  readWorkerConfig,
  type Environment,
} from '../../config/env';
import { ehloName } from '../../config/formats';
import { Secret } from '../../domain/secret';

const key = (): string => randomBytes(32).toString('base64');

const shared = {
  MONGODB_URI: 'mongodb://service:mongo-password@localhost:27017',
  TEMPORAL_ADDRESS: 'localhost:7233',
  CREDENTIAL_KEYS: `k2:${key()}, k1:${key()}`,
  PAYLOAD_KEYS: `p1:${key()}`,
  CONFIRMATION_CODE_KEY: key(),
  API_PUBLIC_URL: 'https://mail.platform.example',
  PLATFORM_FROM_ADDRESS: 'no-reply@platform.example',
};

const apiEnvironment: Environment = {
  ...shared,
  OIDC_ISSUER: 'https://identity.platform.example/realms/main',
  OIDC_AUDIENCE: 'urn:mail-server-approval:api',
  OIDC_DASHBOARD_CLIENT_ID: 'dashboard',
  OIDC_DASHBOARD_CLIENT_SECRET: 'dashboard-secret',
};

const workerEnvironment: Environment = {
  ...shared,
  AUDIT_KEYS: `k1:${key()}`,
  SMTP_EHLO_NAME: 'mail.platform.example',
  PLATFORM_SMTP_HOST: 'relay.platform.example',
  PLATFORM_SMTP_PORT: '587',
  PLATFORM_SMTP_SECURITY: 'starttls',
  PLATFORM_SMTP_USER: 'platform',
  PLATFORM_SMTP_PASSWORD: 'relay-password',
  PLATFORM_FROM_NAME: 'The platform',
};

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

const apiFaults = (changes: Environment) => faultsOf(() => readApiConfig({ ...apiEnvironment, ...changes }));
const workerFaults = (changes: Environment) => faultsOf(() => readWorkerConfig({ ...workerEnvironment, ...changes }));

describe('faults', () => {
  it('are reported together, each by the name of its variable', () => {
    expect(faultsOf(() => readApiConfig({ LOG_LEVEL: 'loud' }))).toEqual([
      'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace',
      'MONGODB_URI: is required',
      'TEMPORAL_ADDRESS: is required',
      'PAYLOAD_KEYS: is required',
      'CONFIRMATION_CODE_KEY: is required',
      'API_PUBLIC_URL: is required',
      'PLATFORM_FROM_ADDRESS: is required',
      'OIDC_ISSUER: is required',
      'OIDC_AUDIENCE: is required',
      'OIDC_DASHBOARD_CLIENT_ID: is required',
      'OIDC_DASHBOARD_CLIENT_SECRET: is required',
      'CREDENTIAL_KEYS: is required where VAULT_ADDRESS is not set',
    ]);
  });

  it.each([
    [
      { VAULT_ADDRESS: 'https://vault.internal' },
      'VAULT_TOKEN: is required with VAULT_ADDRESS, or VAULT_ROLE_ID and VAULT_SECRET_ID',
    ],
    [
      { VAULT_ADDRESS: 'https://vault.internal', VAULT_ROLE_ID: 'r' },
      'VAULT_SECRET_ID: is required with VAULT_ROLE_ID',
    ],
    [
      { VAULT_ADDRESS: 'https://vault.internal', VAULT_SECRET_ID: 's' },
      'VAULT_ROLE_ID: is required with VAULT_SECRET_ID',
    ],
    [{ VAULT_TOKEN: 't' }, 'VAULT_ADDRESS: is required with VAULT_TOKEN'],
    [
      { VAULT_ADDRESS: 'http://vault.internal', VAULT_TOKEN: 't' },
      'VAULT_ADDRESS: must be an https URL, except on this machine',
    ],
    [
      { VAULT_ADDRESS: 'http://localhost.evil', VAULT_TOKEN: 't' },
      'VAULT_ADDRESS: must be an https URL, except on this machine',
    ],
  ])('name what is missing of Vault: %j', (changes, fault) => {
    expect(apiFaults(changes)).toEqual([fault]);
    expect(workerFaults(changes)).toEqual([fault]);
  });

  it('are none where Vault holds all keys of stored secrets', () => {
    const vault = { VAULT_ADDRESS: 'http://127.0.0.1:8200', VAULT_ROLE_ID: 'r', VAULT_SECRET_ID: 's' };
    const config = readApiConfig({ ...apiEnvironment, ...vault, CREDENTIAL_KEYS: '' });
    expect(config).toMatchObject({ CREDENTIAL_KEYS: [], VAULT_TRANSIT_KEY: 'mail-server-approval' });
  });

  it('name what the worker needs besides', () => {
    const faults = faultsOf(() => readWorkerConfig({ ...shared, SMTP_EHLO_NAME: '-' }));
    expect(faults).toEqual([
      'AUDIT_KEYS: is required',
      'SMTP_EHLO_NAME: must be a host name',
      'PLATFORM_SMTP_HOST: is required',
      'PLATFORM_SMTP_PORT: is required',
      'PLATFORM_SMTP_SECURITY: is required',
      'PLATFORM_FROM_NAME: is required',
    ]);
  });

  it('are all in the message that the process ends with', () => {
    expect(() => readApiConfig({ ...apiEnvironment, API_PORT: 'x', OIDC_ISSUER: '' })).toThrow(
      'The configuration has 2 fault(s):\n  - API_PORT: must be a whole number from 1 to 65535\n  - OIDC_ISSUER: is required',
    );
  });

  it.each([
    ['API_PORT', '0'],
    ['API_PORT', '65536'],
    ['API_PORT', '0x1F'],
    ['API_PORT', '3e3'],
    ['API_PORT', '3000.5'],
    ['API_PORT', '-1'],
    ['API_BODY_LIMIT_BYTES', '10mb'],
    ['API_BODY_LIMIT_BYTES', '99999999999999999999'],
    ['API_RATE_LIMIT_PER_MINUTE', '0'],
    ['API_PUBLIC_URL', 'mail.platform.example'],
    ['API_PUBLIC_URL', 'ftp://mail.platform.example'],
    ['OIDC_ISSUER', 'javascript:alert(1)'],
    ['LOG_LEVEL', 'INFO'],
    ['MONGODB_URI', 'postgres://localhost'],
    ['MONGODB_DATABASE', '   '],
    ['TEMPORAL_ADDRESS', 'http://localhost:7233'],
    ['TEMPORAL_ADDRESS', 'localhost'],
    ['TEMPORAL_TLS', 'true'],
    ['TEMPORAL_UI_URL', 'localhost'],
    ['PLATFORM_FROM_ADDRESS', 'nobody'],
    ['DELIVERY_MAX_AGE_HOURS', 'three days'],
    ['DELIVERY_MAX_AGE_HOURS', '721'],
    ['OIDC_AUDIENCE', 'api\u0007'],
    ['API_TRUSTED_PROXIES', 'true'],
    ['API_TRUSTED_PROXIES', '1'],
    ['API_TRUSTED_PROXIES', 'ingress.internal'],
    ['API_TRUSTED_PROXIES', '10.0.0.0/8,10.0.0.1/33'],
    ['API_TRUSTED_PROXIES', '0.0.0.0/0'],
    ['API_TRUSTED_PROXIES', '::/0'],
  ])('are found in %s=%j, which is never taken for the default', (name, value) => {
    expect(apiFaults({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: must `))]);
  });

  it.each([
    ['EGRESS_ALLOWED_PORTS', '587,smtp'],
    ['EGRESS_ALLOWED_NETWORKS', '10.0.0.0/8,10.0.0.1/33'],
    ['EGRESS_ALLOWED_NETWORKS', 'localhost'],
    ['SMTP_EHLO_NAME', 'mail platform'],
    ['PLATFORM_SMTP_SECURITY', 'ssl'],
    ['PLATFORM_FROM_NAME', 'The\r\nBcc: platform'],
    ['WORKER_METRICS_PORT', 'none'],
    ['WORKER_SDK_METRICS_ADDRESS', '9465'],
    ['CONFIRMATION_CODE_KEY', 'dG9vIHNob3J0'],
    ['AUDIT_KEYS', 'k1:dG9vIHNob3J0'],
  ])('are found in %s=%j of the worker', (name, value) => {
    expect(workerFaults({ [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name}: must `))]);
  });

  it('are found where webhooks lack their secret or their encryption', () => {
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const url = 'https://product.platform.example/events';
    expect(workerFaults({ WEBHOOK_URL: url, WEBHOOK_SECRETS: `${secret}, ${secret}` })).toEqual([]);
    expect(workerFaults({ WEBHOOK_URL: url })).toEqual(['WEBHOOK_SECRETS: is required with WEBHOOK_URL']);
    expect(workerFaults({ WEBHOOK_SECRETS: secret })).toEqual(['WEBHOOK_URL: is required with WEBHOOK_SECRETS']);
    const plain = { WEBHOOK_URL: 'http://10.0.0.7/events', WEBHOOK_SECRETS: secret };
    expect(workerFaults(plain)).toEqual([expect.stringMatching(/^WEBHOOK_URL: must be an https URL/)]);
    expect(workerFaults({ ...plain, WEBHOOK_ALLOWED_NETWORKS: '10.0.0.0/8' })).toEqual([]);
    for (const malformed of ['secret', 'whsec_', 'whsec_dG9vIHNob3J0', `${secret},x`]) {
      const faults = workerFaults({ WEBHOOK_URL: url, WEBHOOK_SECRETS: malformed });
      expect(faults).toEqual([expect.stringMatching(/^WEBHOOK_SECRETS: must be a list/)]);
    }
  });

  it('never repeat the value that was given', () => {
    const value = 'p4ssw0rd';
    const names = Object.keys({ ...apiEnvironment, ...workerEnvironment });
    const given = Object.fromEntries(names.map((name) => [name, value]));
    const faults = [...faultsOf(() => readApiConfig(given)), ...faultsOf(() => readWorkerConfig(given))];
    expect(faults.length).toBeGreaterThan(10);
    expect(faults.filter((fault) => fault.includes(value))).toEqual([]);
  });
});

describe('variables that go together', () => {
  it('need the password with the user of the platform server', () => {
    expect(workerFaults({ PLATFORM_SMTP_PASSWORD: '' })).toEqual([
      'PLATFORM_SMTP_PASSWORD: is required with PLATFORM_SMTP_USER',
    ]);
  });

  it('need the user with the password of the platform server', () => {
    expect(workerFaults({ PLATFORM_SMTP_USER: '' })).toEqual([
      'PLATFORM_SMTP_USER: is required with PLATFORM_SMTP_PASSWORD',
    ]);
  });

  it('refuse to send a password over an unprotected connection', () => {
    expect(workerFaults({ PLATFORM_SMTP_SECURITY: 'none' })).toEqual([
      'PLATFORM_SMTP_PASSWORD: would travel in clear text; set PLATFORM_SMTP_SECURITY to tls or starttls',
    ]);
  });

  it('allow an unprotected connection without a login', () => {
    const changes = { PLATFORM_SMTP_SECURITY: 'none', PLATFORM_SMTP_USER: '', PLATFORM_SMTP_PASSWORD: '' };
    expect(workerFaults(changes)).toEqual([]);
  });

  it('refuse to send the API key of Temporal over an unprotected connection', () => {
    const fault = 'TEMPORAL_API_KEY: would travel in clear text; set TEMPORAL_TLS to on';
    expect(apiFaults({ TEMPORAL_API_KEY: 'temporal-key' })).toEqual([fault]);
    expect(workerFaults({ TEMPORAL_API_KEY: 'temporal-key', TEMPORAL_TLS: 'on' })).toEqual([]);
  });

  it('are reported beside the faults of single variables', () => {
    expect(workerFaults({ PLATFORM_SMTP_USER: '', PLATFORM_SMTP_PORT: 'x' })).toEqual([
      'PLATFORM_SMTP_PORT: must be a whole number from 1 to 65535',
      'PLATFORM_SMTP_USER: is required with PLATFORM_SMTP_PASSWORD',
    ]);
  });
});

describe('what was not given', () => {
  it('has the documented default', () => {
    const { API_PORT, LOG_LEVEL, TEMPORAL_TLS, TEMPORAL_UI_URL } = readApiConfig(apiEnvironment);
    expect({ API_PORT, LOG_LEVEL, TEMPORAL_TLS, TEMPORAL_UI_URL }).toEqual({
      API_PORT: 3000,
      LOG_LEVEL: 'info',
      TEMPORAL_TLS: 'off',
      TEMPORAL_UI_URL: undefined,
    });
  });

  it('includes what is empty', () => {
    const config = readWorkerConfig({
      ...workerEnvironment,
      LOG_LEVEL: '',
      WORKER_METRICS_PORT: '',
      EGRESS_ALLOWED_PORTS: '',
    });
    expect(config.LOG_LEVEL).toBe('info');
    expect(config.WORKER_METRICS_PORT).toBe(9464);
    expect(config.EGRESS_ALLOWED_PORTS).toEqual([465, 587, 25, 2525]);
  });

  it('is a fault when it is required, empty or not', () => {
    expect(apiFaults({ OIDC_AUDIENCE: '' })).toEqual(['OIDC_AUDIENCE: is required']);
    expect(apiFaults({ OIDC_AUDIENCE: undefined })).toEqual(['OIDC_AUDIENCE: is required']);
  });

  it('opens no network', () => {
    expect(readWorkerConfig(workerEnvironment).EGRESS_ALLOWED_NETWORKS).toEqual([]);
  });
});

describe('lists', () => {
  it('may have spaces and empty items', () => {
    const config = readWorkerConfig({
      ...workerEnvironment,
      EGRESS_ALLOWED_PORTS: ' 587 , 465,',
      EGRESS_ALLOWED_NETWORKS: '10.0.0.0/8, ::1/128',
    });
    expect(config.EGRESS_ALLOWED_PORTS).toEqual([587, 465]);
    expect(config.EGRESS_ALLOWED_NETWORKS).toEqual(['10.0.0.0/8', '::1/128']);
  });
});

describe('key rings', () => {
  const [first, second] = [key(), key()];

  it('keep their order, the encrypting key first', () => {
    const { CREDENTIAL_KEYS } = readApiConfig({
      ...apiEnvironment,
      CREDENTIAL_KEYS: `2026-b:${first}, 2026-a:${second}`,
    });
    expect(CREDENTIAL_KEYS.map(({ id, key: bytes }) => [id, bytes.toString('base64')])).toEqual([
      ['2026-b', first],
      ['2026-a', second],
    ]);
  });

  it.each([
    ['no id', first],
    ['an empty id', `:${first}`],
    ['an id with spaces', `my key:${first}`],
    ['a short key', `k1:${randomBytes(31).toString('base64')}`],
    ['a long key', `k1:${randomBytes(33).toString('base64')}`],
    ['a key in hexadecimal', `k1:${randomBytes(32).toString('hex')}`],
    ['a damaged key', `k1:*${first}`],
    ['a third part', `k1:${first}:x`],
    ['an empty item', `k1:${first},`],
  ])('are refused with %s', (_what, value) => {
    expect(apiFaults({ PAYLOAD_KEYS: value })).toEqual([
      'PAYLOAD_KEYS: must be a list of <key id>:<base64 of 32 bytes>',
    ]);
  });

  it('are refused when two keys share an id', () => {
    expect(apiFaults({ PAYLOAD_KEYS: `k1:${first},k1:${second}` })).toEqual([
      'PAYLOAD_KEYS: must not name a key id twice',
    ]);
  });
});

describe('a configuration', () => {
  const environment = { ...workerEnvironment, TEMPORAL_TLS: 'on', TEMPORAL_API_KEY: 'temporal-key' };
  const config = readWorkerConfig(environment);

  it('cannot be changed, nor can its lists', () => {
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.EGRESS_ALLOWED_PORTS)).toBe(true);
    expect(Object.isFrozen(config.CREDENTIAL_KEYS)).toBe(true);
    expect(config.CREDENTIAL_KEYS.every((named) => Object.isFrozen(named))).toBe(true);
  });

  it('hands secrets out on demand alone', () => {
    expect(config.PLATFORM_SMTP_PASSWORD).toBeInstanceOf(Secret);
    expect(config.PLATFORM_SMTP_PASSWORD?.reveal()).toBe('relay-password');
    expect(String(config.MONGODB_URI)).toBe('[secret]');
  });

  it.each([
    ['JSON', JSON.stringify(config)],
    ['inspection', inspect(config, { depth: 9, showHidden: false })],
  ])('shows no secret and no key in its %s', (_how, shown) => {
    const { CREDENTIAL_KEYS, CONFIRMATION_CODE_KEY } = config;
    const keys = [...CREDENTIAL_KEYS.map((named) => named.key), CONFIRMATION_CODE_KEY];
    const secrets = [
      'relay-password',
      'mongo-password',
      'temporal-key',
      ...keys.map((bytes) => bytes.toString('base64')),
    ];
    expect(secrets.filter((text) => shown.includes(text))).toEqual([]);
    expect(shown).toContain('[secret]');
    expect(shown).not.toMatch(/Buffer/);
  });
});

describe('our name in EHLO', () => {
  it('is the machine’s own where that is a fully qualified one', () => {
    expect(ehloName('mx1.platform.example').parse(undefined)).toBe('mx1.platform.example');
    expect(ehloName('mx1.platform.example').parse('mail.platform.example')).toBe('mail.platform.example');
  });

  it.each(['mx1', 'a3f09c1b2d4e', 'mx_1.platform.example', ''])(
    'has to be given on a machine called «%s»',
    (machine) => {
      expect(ehloName(machine).safeParse(undefined).success).toBe(false);
      expect(ehloName(machine).parse('mail.platform.example')).toBe('mail.platform.example');
    },
  );
});

describe('what comes back', () => {
  const inboundEnvironment: Environment = {
    MONGODB_URI: shared.MONGODB_URI,
    TEMPORAL_ADDRESS: shared.TEMPORAL_ADDRESS,
    PAYLOAD_KEYS: shared.PAYLOAD_KEYS,
    SMTP_EHLO_NAME: 'bounce.platform.example',
    INBOUND_BOUNCE_DOMAIN: 'bounce.platform.example',
    INBOUND_ADDRESS_KEYS: `i1:${key()}`,
    INBOUND_SMTP_PORT: '2525',
  };
  const inboundFaults = (changes: Environment) =>
    faultsOf(() => readInboundConfig({ ...inboundEnvironment, ...changes }));

  it('is not listened for by a worker unless it is told to', () => {
    expect(readWorkerConfig(workerEnvironment)).toMatchObject({ INBOUND_ADDRESS_DAYS: 30 });
    expect(readWorkerConfig(workerEnvironment).INBOUND_SMTP_PORT).toBeUndefined();
  });

  it('needs a domain and keys for its addresses, both or neither', () => {
    expect(workerFaults({ INBOUND_BOUNCE_DOMAIN: 'bounce.example' })).toEqual([
      'INBOUND_ADDRESS_KEYS: is required with INBOUND_BOUNCE_DOMAIN',
    ]);
    expect(workerFaults({ INBOUND_ADDRESS_KEYS: `i1:${key()}` })).toEqual([
      'INBOUND_BOUNCE_DOMAIN: is required with INBOUND_ADDRESS_KEYS',
    ]);
    expect(workerFaults({ INBOUND_SMTP_PORT: '2525' })).toEqual([
      'INBOUND_BOUNCE_DOMAIN: is required where INBOUND_SMTP_PORT or INBOUND_LMTP_PORT is set',
    ]);
  });

  it('is listened for alone without the keys of the passwords', () => {
    expect(readInboundConfig(inboundEnvironment)).toMatchObject({
      INBOUND_SMTP_PORT: 2525,
      INBOUND_METRICS_PORT: 9466,
    });
    expect(inboundFaults({ INBOUND_SMTP_PORT: '' })).toEqual([
      'INBOUND_SMTP_PORT: is required where INBOUND_LMTP_PORT is not set',
    ]);
    expect(inboundFaults({ INBOUND_SMTP_PORT: '', INBOUND_LMTP_PORT: '24' })).toEqual([]);
  });

  it('may be encrypted, with a certificate and its key', () => {
    expect(inboundFaults({ INBOUND_TLS_CERTIFICATE_FILE: '/tls/cert.pem' })).toEqual([
      'INBOUND_TLS_KEY_FILE: is required with INBOUND_TLS_CERTIFICATE_FILE',
    ]);
    expect(inboundFaults({ INBOUND_MAX_BYTES: '16000000' })).toEqual([
      'INBOUND_MAX_BYTES: must be a whole number from 65536 to 15000000',
    ]);
  });
});
