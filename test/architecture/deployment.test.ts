import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { SearchAttributeType } from '@temporalio/common';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { z } from 'zod';

import { readApiConfig, readInboundConfig, readWorkerConfig } from '../../config/env';
import {
  apiVariables,
  inboundVariables,
  listenerVariables,
  returnAddressVariables,
  sharedVariables,
  workerVariables,
} from '../../config/variables';
import { keyLines, passwordLines } from '../../deploy/generate-keys';
import { isAnyHealthy } from '../../deploy/health-probe';
import { API_AUDIENCE, BACKEND_CLIENT, demoUsers } from '../../dev/oidc/demo-users';
import { roles } from '../../domain/actor';
import { backendScopes } from '../../domain/scopes';
import { searchAttributeKeys } from '../../workflows/search-attributes';
import {
  composeDocument,
  composePlaceholders,
  composeWith,
  exampleLines,
  projectFile,
  type ComposeFile,
} from '../support/deployment-files';

const root = join(__dirname, '../..');
const configured = Object.keys({ ...sharedVariables, ...apiVariables, ...workerVariables, ...inboundVariables });
const buildSchema = z.object({ include: z.array(z.string()) });

const key = randomBytes(32).toString('base64');
const filledIn: Record<string, string> = {
  ...Object.fromEntries(
    composePlaceholders()
      .filter(({ required }) => required)
      .map(({ name }) => [name, 'placeholder']),
  ),
  CREDENTIAL_KEYS: `k1:${key}`,
  PAYLOAD_KEYS: `k1:${key}`,
  CONFIRMATION_CODE_KEY: key,
  AUDIT_KEYS: `k1:${key}`,
  INBOUND_ADDRESS_KEYS: `k1:${key}`,
  INBOUND_BOUNCE_DOMAIN: 'bounce.platform.example',
  PLATFORM_FROM_ADDRESS: 'no-reply@platform.example',
};
const compose = composeWith(filledIn);

function serviceNamed(name: string, file: ComposeFile = compose) {
  const service = file.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

function environmentOf(name: string, file?: ComposeFile): Record<string, string> {
  const { environment } = serviceNamed(name, file);
  return Object.fromEntries(Object.entries(environment).map(([variable, value]) => [variable, String(value)]));
}

/** Variables of Node.js itself, not of the service. */
const nodeVariables = ['NODE_OPTIONS'];

describe('docker-compose.yml', () => {
  it('is valid by the schema of the compose specification', () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    const schema = z.looseObject({}).parse(JSON.parse(projectFile('node_modules/dclint/schemas/compose.schema.json')));
    const validate = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
    validate(composeDocument());
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has every component of the deployment', () => {
    const expected = [
      'api',
      'worker',
      'inbound',
      'mongodb',
      'postgresql',
      'temporal',
      'temporal-ui',
      'identity',
      'inbox',
    ];
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(expected));
  });

  it('pins every image that it does not build', () => {
    const images = Object.values(compose.services).filter(({ build }) => build === undefined);
    const loose = images.map(({ image }) => image).filter((image) => !/^[\w./-]+:v?\d+\.\d+[\w.-]*$/.test(image));
    expect(loose).toEqual([]);
  });

  it('gives every long-running service a health check and a restart policy', () => {
    const lasting = Object.entries(compose.services).filter(([, { restart }]) => !restart?.startsWith('on-failure'));
    const careless = lasting.filter(([, service]) => !service.healthcheck || service.restart !== 'unless-stopped');
    expect(careless.map(([name]) => name)).toEqual([]);
  });

  it('waits for health where there is a health check, and for the end of what ends', () => {
    const wrong = Object.values(compose.services).flatMap(({ depends_on: needs }) =>
      Object.entries(needs).filter(([name, { condition }]) => {
        const expected = serviceNamed(name).healthcheck ? 'service_healthy' : 'service_completed_successfully';
        return condition !== expected;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('publishes nothing beyond this machine unless it is told to', () => {
    const ports = Object.values(compose.services).flatMap((service) => service.ports);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(ports.length).toBeGreaterThan(3);
  });

  it('mounts only files that exist', () => {
    const sources = Object.values(compose.services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0] ?? '').filter((source) => source.startsWith('.')),
    );
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(sources.length).toBeGreaterThan(3);
  });

  it('starts only with every secret given', () => {
    expect(() => composeWith({})).toThrow(/is required/);
    const secrets = composePlaceholders().filter(({ name }) => /(?:^|_)(?:PASSWORD|SECRET|KEYS?)$/.test(name));
    // The name of a key is none.
    const optional = new Set(['PLATFORM_SMTP_PASSWORD', 'VAULT_TRANSIT_KEY']);
    expect(secrets.filter(({ name, required }) => !required && !optional.has(name))).toEqual([]);
  });
});

describe.each([
  ['api', readApiConfig, { ...sharedVariables, ...apiVariables }],
  [
    'worker',
    readWorkerConfig,
    { ...sharedVariables, ...workerVariables, ...returnAddressVariables, ...listenerVariables },
  ],
  ['inbound', readInboundConfig, inboundVariables],
] as const)('the service %s', (name, readConfig, variables) => {
  it('is given only variables that its configuration has', () => {
    const known = new Set([...Object.keys(variables), ...nodeVariables]);
    expect(Object.keys(serviceNamed(name).environment).filter((variable) => !known.has(variable))).toEqual([]);
  });

  it('starts with what it is given once the required values are filled in', () => {
    expect(() => readConfig(environmentOf(name))).not.toThrow();
  });

  it('starts with every example of .env.example, too', () => {
    const examples = exampleLines().filter(({ value }) => value !== '');
    const file = composeWith({ ...filledIn, ...Object.fromEntries(examples.map((line) => [line.name, line.value])) });
    expect(() => readConfig(environmentOf(name, file))).not.toThrow();
  });

  it('runs read-only, as the image was built, within the memory that Node.js is told of', () => {
    const service = serviceNamed(name);
    expect(service.read_only).toBe(true);
    expect(environmentOf(name)['NODE_OPTIONS']).toMatch(/^--max-old-space-size=\d+$/);
  });
});

it('gives a worker more time to stop than its work in progress may take', () => {
  const grace = Number.parseInt(serviceNamed('worker').stop_grace_period ?? '0', 10);
  expect(grace).toBeGreaterThan(readWorkerConfig(environmentOf('worker')).WORKER_SHUTDOWN_GRACE_SECONDS);
});

describe('.env.example', () => {
  const lines = exampleLines();
  const names = lines.map(({ name }) => name);

  it('lists every variable of the configuration and of docker-compose.yml, each once', () => {
    const expected = new Set([...configured, ...composePlaceholders().map(({ name }) => name)]);
    expect(names.toSorted()).toEqual([...expected].toSorted());
  });

  it('lists nothing that changes nothing: every variable of the configuration is read', () => {
    const readers = ['adapters', 'api', 'config', 'worker'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    );
    const sources = readers.filter((file) => file.endsWith('.ts') && !file.endsWith('config/variables.ts'));
    const words = new Set(sources.flatMap((file) => projectFile(file).match(/\b[A-Z][A-Z\d_]+\b/g) ?? []));
    expect(configured.filter((name) => !words.has(name))).toEqual([]);
  });

  it('comments out what has a default, and nothing that docker-compose.yml requires', () => {
    const required = new Set(
      composePlaceholders().flatMap(({ name, required: isRequired }) => (isRequired ? [name] : [])),
    );
    const asked = lines.filter(({ commentedOut }) => !commentedOut).map(({ name }) => name);
    expect(asked.toSorted()).toEqual([...required].toSorted());
  });

  it('contains no secret', () => {
    const given = lines.filter(({ commentedOut, value }) => !commentedOut && value !== '');
    expect(given).toEqual([]);
  });

  it('is kept out of version control once it is filled in', () => {
    expect(projectFile('.gitignore').split('\n')).toContain('.env');
  });
});

describe('keys:generate', () => {
  const generated = [...keyLines(new Date('2030-01-31T12:00:00Z')), ...passwordLines()];
  const values = Object.fromEntries(
    generated.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  it('prints keys that the configuration accepts, named by their day', () => {
    const file = composeWith({ ...filledIn, ...values });
    const {
      CREDENTIAL_KEYS,
      PAYLOAD_KEYS,
      INBOUND_ADDRESS_KEYS = [],
    } = readWorkerConfig(environmentOf('worker', file));
    const ids = [...CREDENTIAL_KEYS, ...PAYLOAD_KEYS, ...INBOUND_ADDRESS_KEYS].map(({ id }) => id);
    expect(ids).toEqual(['2030-01-31', '2030-01-31', '2030-01-31']);
  });

  it('prints every secret that docker-compose.yml asks for', () => {
    const personal = ['INBOUND_BOUNCE_DOMAIN', 'PLATFORM_FROM_ADDRESS', 'PLATFORM_FROM_NAME', 'SMTP_EHLO_NAME'];
    const asked = composePlaceholders().flatMap(({ name, required }) => (required ? [name] : []));
    expect([...new Set(asked)].filter((name) => !(name in values)).toSorted()).toEqual(personal);
  });

  it('never prints the same secret twice', () => {
    const again = [...keyLines(new Date('2030-01-31T12:00:00Z')), ...passwordLines()];
    expect(again.filter((line) => generated.includes(line))).toEqual([]);
    expect(new Set(Object.values(values)).size).toBe(generated.length);
  });
});

describe('the image', () => {
  const dockerfile = projectFile('Dockerfile');
  const folders = buildSchema.parse(JSON.parse(projectFile('tsconfig.build.json'))).include;

  function isBuilt(path: string): boolean {
    const source = path.replace(/^(?:\/app\/)?dist\//, '').replace(/\.js$/, '.ts');
    return folders.some((folder) => source.startsWith(`${folder}/`)) && existsSync(join(root, source));
  }

  it('runs only files that the build makes', () => {
    const inImage = [...dockerfile.matchAll(/dist\/[\w/.-]+\.js/g)].map(([path]) => path);
    const inCompose = [...projectFile('docker-compose.yml').matchAll(/dist\/[\w/.-]+\.js/g)].map(([path]) => path);
    const paths = new Set([...inImage, ...inCompose].filter((path) => path !== 'dist/workflow-bundle.js'));
    expect([...paths].filter((path) => !isBuilt(path))).toEqual([]);
    expect(paths).toContain('dist/api/main.js');
    expect(paths).toContain('dist/worker/main.js');
    expect(paths).toContain('dist/worker/inbound-main.js');
  });

  it('is built with the workflow bundle inside', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(projectFile('package.json')));
    expect(dockerfile).toContain('npm run -s build');
    expect(scripts['build']).toContain('node dist/worker/build-bundle.js');
    expect(isBuilt('dist/worker/build-bundle.js')).toBe(true);
  });

  it('is given every folder that the build needs, and no secret', () => {
    const allowed = projectFile('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(allowed).toEqual(expect.arrayContaining([...folders.map((folder) => `!${folder}`), '!package-lock.json']));
    expect(projectFile('.dockerignore').split('\n')).toEqual(expect.arrayContaining(['*', '**/.env*']));
  });

  it('comes from a pinned line of Node.js with glibc', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(new Set(bases)).toEqual(new Set(['node:24-bookworm-slim']));
  });

  it('does not run as root, and is stopped gently', () => {
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  });
});

describe('the health probe', () => {
  it('tells a service that answers from one that does not', async () => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? 200 : 503).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const [healthy, sick, absent] = [
      `http://127.0.0.1:${port}/healthz`,
      `http://127.0.0.1:${port}/`,
      'http://127.0.0.1:1/',
    ];
    expect(await isAnyHealthy([absent, healthy])).toBe(true);
    expect(await isAnyHealthy([sick])).toBe(false);
    expect(await isAnyHealthy([absent])).toBe(false);
    server.close();
    server.closeAllConnections();
  });
});

describe('the Temporal server of the deployment', () => {
  it('registers exactly the search attributes of the workflows', () => {
    const typeNames: Record<string, string> = {
      [SearchAttributeType.KEYWORD]: 'Keyword',
      [SearchAttributeType.DATETIME]: 'Datetime',
      [SearchAttributeType.INT]: 'Int',
      [SearchAttributeType.BOOL]: 'Bool',
    };
    const registered = projectFile('deploy/temporal/register.sh').matchAll(
      /^([A-Z]\w+) (Keyword|Datetime|Int|Bool)$/gm,
    );
    expect([...registered].map(([line]) => line).toSorted()).toEqual(
      searchAttributeKeys.map(({ name, type }) => `${name} ${typeNames[type]}`).toSorted(),
    );
  });
});

describe('the identity provider of the deployment', () => {
  const text = projectFile('deploy/keycloak/realm.json');
  const mapper = z.looseObject({ protocolMapper: z.string(), config: z.record(z.string(), z.string()) });
  const realm = z
    .object({
      realm: z.string(),
      roles: z.object({ realm: z.array(z.looseObject({ name: z.string() })) }),
      clients: z.array(
        z.looseObject({ clientId: z.string(), secret: z.string().optional(), protocolMappers: z.array(mapper) }),
      ),
      users: z.array(
        z.looseObject({
          username: z.string(),
          email: z.string().optional(),
          realmRoles: z.array(z.string()),
          attributes: z.record(z.string(), z.array(z.string())).default({}),
          credentials: z.array(z.looseObject({ value: z.string(), temporary: z.boolean() })).default([]),
        }),
      ),
      components: z.object({
        'org.keycloak.userprofile.UserProfileProvider': z.tuple([
          z.looseObject({ config: z.object({ 'kc.user.profile.config': z.tuple([z.string()]) }) }),
        ]),
      }),
    })
    .parse(JSON.parse(text));

  it('is the issuer that the API trusts', () => {
    const { OIDC_ISSUER } = readApiConfig(environmentOf('api'));
    expect(OIDC_ISSUER).toBe(`${environmentOf('identity')['KC_HOSTNAME']}/realms/${realm.realm}`);
  });

  it('has exactly our roles', () => {
    expect(realm.roles.realm.map(({ name }) => name).toSorted()).toEqual([...roles].toSorted());
  });

  it('makes access tokens for the API, with roles and organizations where the API looks for them', () => {
    const api = readApiConfig(environmentOf('api'));
    expect(api.OIDC_AUDIENCE).toBe(API_AUDIENCE);
    for (const { protocolMappers } of realm.clients) {
      const [audience, roleClaim, organizations] = protocolMappers.map(({ config }) => config);
      expect(audience?.['included.custom.audience']).toBe('${OIDC_AUDIENCE}');
      expect(roleClaim?.['claim.name']).toBe(api.OIDC_ROLES_CLAIM);
      expect(organizations?.['claim.name']).toBe(api.OIDC_ORGANIZATIONS_CLAIM);
    }
  });

  it('has the demo users of the embedded stack', () => {
    const people = realm.users.filter(({ email }) => email !== undefined);
    const described = people.map(({ username, email, realmRoles, attributes }) => ({
      id: username,
      email,
      roles: realmRoles,
      organizations: attributes['organizations'] ?? [],
    }));
    expect(described).toEqual(
      demoUsers.map(({ id, email, roles: held, organizations }) => ({ id, email, roles: held, organizations })),
    );
  });

  it('makes the token of the product backend good for what it needs, where the API looks for it', () => {
    const { OIDC_SCOPES_CLAIM } = readApiConfig(environmentOf('api'));
    const backend = realm.clients.find(({ clientId }) => clientId === BACKEND_CLIENT);
    const mapped = backend?.protocolMappers.find(({ config }) => config['claim.name'] === OIDC_SCOPES_CLAIM);
    expect(mapped?.config['claim.value']?.split(' ')).toEqual(backendScopes);
  });

  it('lets machines send, and nothing else', () => {
    const machines = realm.users.filter(({ email }) => email === undefined);
    expect(machines.map(({ username, realmRoles }) => [username, realmRoles])).toEqual([
      ['service-account-product-backend', ['sender']],
    ]);
  });

  it('lets nobody name their own organizations', () => {
    const [{ config }] = realm.components['org.keycloak.userprofile.UserProfileProvider'];
    const attribute = z.looseObject({ name: z.string(), permissions: z.object({ edit: z.array(z.string()) }) });
    const profile = z.object({ attributes: z.array(attribute) }).parse(JSON.parse(config['kc.user.profile.config'][0]));
    expect(profile.attributes.find(({ name }) => name === 'organizations')?.permissions.edit).toEqual(['admin']);
  });

  it('has no password or secret in the file, and is given each that the file asks for', () => {
    const secrets = [
      ...realm.clients.map(({ secret }) => secret).filter((secret) => secret !== undefined),
      ...realm.users.flatMap(({ credentials }) => credentials.map(({ value }) => value)),
    ];
    expect(secrets.filter((secret) => !/^\$\{[A-Z_]+\}$/.test(secret))).toEqual([]);
    expect(realm.users.flatMap(({ credentials }) => credentials).every(({ temporary }) => temporary)).toBe(true);
    const asked = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    expect(asked.filter((name) => !(name in environmentOf('identity')))).toEqual([]);
  });
});

describe('the scripts of the deployment', () => {
  const scripts = readdirSync(join(root, 'deploy'), { recursive: true, encoding: 'utf8' });

  it.each(scripts.filter((name) => name.endsWith('.sh')))('%s is a valid shell script', (name) => {
    const shell = projectFile(join('deploy', name)).startsWith('#!/bin/sh') ? 'sh' : 'bash';
    expect(spawnSync(shell, ['-n', join(root, 'deploy', name)], { encoding: 'utf8' }).stderr).toBe('');
  });

  it.each(scripts.filter((name) => name.endsWith('.js')))('%s is valid JavaScript', (name) => {
    expect(() => execFileSync(process.execPath, ['--check', join(root, 'deploy', name)])).not.toThrow();
  });
});
