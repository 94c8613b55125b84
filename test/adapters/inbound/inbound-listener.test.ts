import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';

import { createTransport } from 'nodemailer';

import type { InboundRefusal } from '../../../domain/inbound/inbound-refusal';
import type { NewInboundMail } from '../../../activities/ports/inbound-mail-store';
import { HmacReturnAddresses } from '../../../adapters/crypto/hmac-return-addresses';
import type { InboundEvent } from '../../../adapters/inbound/inbound-events';
import {
  InboundListener,
  type InboundListenerDependencies,
  type InboundListenerOptions,
} from '../../../adapters/inbound/inbound-listener';
import { CertificateAuthority } from '../../../dev/certificates';
import { CatalogueError } from '../../../domain/errors';
import { eventually } from '../../support/eventually';
import { DialogueClient } from '../../support/smtp-dialogue-client';

const addresses = new HmacReturnAddresses({
  keys: [{ id: 'test', key: randomBytes(32) }],
  domains: { bounce: 'bounce.example', check: 'check.example' },
  validDays: 30,
});

const bounceAddress = (): string =>
  addresses.addressFor({ kind: 'bounce', organizationId: 'acme', mailId: randomUUID(), position: 0 }, new Date());
const checkAddress = (): string =>
  addresses.addressFor({ kind: 'check', organizationId: 'acme', revision: 1, run: 1 }, new Date());

const mail = 'From: MAILER-DAEMON@customer.example\r\nSubject: failed\r\n\r\n.dot\r\nbody\r\n';

/** Stores and routes in memory; can be away. */
class World {
  readonly stored: NewInboundMail[] = [];
  readonly routed: string[] = [];
  readonly events: InboundEvent[] = [];
  readonly refusals: InboundRefusal[] = [];
  isStoreAway = false;
  isRouterAway = false;

  readonly store: InboundListenerDependencies['store'] = {
    store: async (taken) => {
      if (this.isStoreAway) throw new CatalogueError('STORE_UNAVAILABLE');
      if (this.stored.some(({ id }) => id === taken.id)) return 'known';
      this.stored.push(taken);
      return 'stored';
    },
  };
  readonly router: InboundListenerDependencies['router'] = {
    route: async ({ id }) => {
      if (this.isRouterAway) throw new CatalogueError('WORKFLOW_UNAVAILABLE');
      this.routed.push(id);
    },
  };
  readonly observer = { count: (event: InboundEvent) => void this.events.push(event) };
  ports(): Pick<InboundListenerDependencies, 'store' | 'router' | 'observer' | 'audit'> {
    const { store, router, observer, audit } = this;
    return { store, router, observer, audit };
  }

  readonly audit = { note: ({ reason }: { reason: InboundRefusal }) => void this.refusals.push(reason) };
}

let world: World;
let listener: InboundListener;
const clients: DialogueClient[] = [];

async function listening(options: Partial<InboundListenerOptions> = {}, protocol: 'smtp' | 'lmtp' = 'smtp') {
  listener = new InboundListener(
    {
      name: 'bounce.example',
      host: '127.0.0.1',
      tls: null,
      maxBytes: 100_000,
      maxConnections: 20,
      mailsPerMinute: 1_000,
      ...options,
    },
    { ...world.ports(), addresses, now: () => new Date(), onError: () => undefined },
  );
  return await listener.listen(protocol, 0);
}

async function ready(port: number, hello?: string): Promise<DialogueClient> {
  const client = await DialogueClient.ready(port, hello);
  clients.push(client);
  return client;
}

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await listener.close();
});

it('rejects a port that is taken, and goes on with those that it has', async () => {
  const port = await listening();
  await expect(listener.listen('lmtp', port)).rejects.toThrow('EADDRINUSE');
  expect(listener.isListening).toBe(true);
  expect(await (await ready(port)).deliver('', bounceAddress(), mail.trimEnd())).toMatch(/^250 /);
});

describe('a mail that comes back', () => {
  it('is stored with its bytes, envelope, peer and verified token before the 250, and then routed', async () => {
    const client = await ready(await listening());
    const recipient = bounceAddress();
    expect(await client.deliver('', recipient, mail.trimEnd())).toMatch(/^250 2\.0\.0 Stored as [0-9a-f]{12}$/);
    const [stored] = world.stored;
    expect(stored).toMatchObject({
      envelope: { sender: '', recipient },
      peer: { address: '127.0.0.1', name: 'client.example', protocol: 'smtp', isEncrypted: false },
      class: 'bounce',
      token: { kind: 'bounce', position: 0 },
    });
    expect(Buffer.from(stored!.raw).toString()).toBe(mail);
    await eventually('its routing', () => world.routed.length > 0);
    expect(world.routed).toEqual([stored!.id]);
  });

  it('is told from a returned test mail and from mail to the postmaster by its address', async () => {
    const client = await ready(await listening());
    await client.deliver('admin@customer.example', checkAddress(), mail);
    await client.deliver('someone@elsewhere.example', 'postmaster@bounce.example', mail);
    expect(world.stored.map((each) => [each.class, each.token?.kind ?? null])).toEqual([
      ['returned-test-mail', 'check'],
      ['other', null],
    ]);
  });

  it('comes by LMTP as well', async () => {
    const client = await ready(await listening({}, 'lmtp'), 'LHLO relay.example');
    expect(await client.deliver('', bounceAddress(), mail)).toMatch(/^250/);
    expect(world.stored[0]).toMatchObject({ peer: { protocol: 'lmtp', name: 'relay.example' } });
  });

  it('is encrypted on its way where there is a certificate', async () => {
    const authority = await CertificateAuthority.create('Test authority');
    const certificate = await authority.issue({ names: ['localhost'] });
    const port = await listening({ tls: { certificate: certificate.certificate, key: certificate.key } });
    const transport = createTransport({
      host: '127.0.0.1',
      port,
      requireTLS: true,
      tls: { ca: authority.certificate, servername: 'localhost' },
    });
    await transport.sendMail({ envelope: { from: '', to: [bounceAddress()] }, raw: mail });
    transport.close();
    expect(world.stored[0]?.peer.isEncrypted).toBe(true);
  });

  it('offers no STARTTLS without a certificate of its own, and never a login', async () => {
    const client = await DialogueClient.open(await listening());
    clients.push(client);
    await client.reply();
    const capabilities = await client.say('EHLO client.example');
    expect(capabilities).toContain('SIZE 100000');
    expect(capabilities).not.toMatch(/STARTTLS|AUTH/);
  });
});

describe('the same bounce twice (fault 41)', () => {
  it('is one mail, whichever way it came', async () => {
    const client = await ready(await listening());
    const recipient = bounceAddress();
    await client.deliver('', recipient, `Received: from a by b; now\r\n${mail}`);
    await client.deliver('', recipient, `Received: from c\r\n\tby d; later\r\nReturn-Path: <>\r\n${mail}`);
    expect(world.events).toEqual(['stored', 'known']);
    await eventually('both routings', () => world.routed.length === 2);
    expect(new Set(world.routed).size).toBe(1);
  });

  it('to two addresses is two mails', async () => {
    const client = await ready(await listening());
    await client.deliver('', bounceAddress(), mail);
    await client.deliver('', bounceAddress(), mail);
    expect(world.events).toEqual(['stored', 'stored']);
  });
});

describe('recipients', () => {
  const forged = (): string =>
    bounceAddress().replace(/^b-(.)/, (_all, first: string) => `b-${first === 'a' ? 'b' : 'a'}`);
  const expired = (): string =>
    addresses.addressFor(
      { kind: 'bounce', organizationId: 'acme', mailId: randomUUID(), position: 0 },
      new Date(Date.now() - 40 * 24 * 60 * 60 * 1000),
    );

  it.each([
    ['of other domains', () => 'someone@elsewhere.example', /^550 5\.7\.1/, 'foreign'],
    ['that are no addresses of ours', () => 'sales@bounce.example', /^550 5\.1\.1/, 'unknown'],
    ['with a wrong signature (fault 38)', forged, /^550 5\.1\.1/, 'forged'],
    ['that are too old', expired, /^550 5\.1\.6/, 'expired'],
  ])('%s are refused, counted and audited, and nothing is stored', async (_kind, address, answer, reason) => {
    const client = await ready(await listening());
    await client.say('MAIL FROM:<>');
    expect(await client.say(`RCPT TO:<${address()}>`)).toMatch(answer);
    expect(world.refusals).toEqual([reason]);
    expect(world.events).toEqual([`refused_${reason}`]);
    expect(await client.say('DATA')).toMatch(/^503/);
    expect(world.stored).toEqual([]);
  });

  it('come one at a time: the second one is asked to come separately', async () => {
    const client = await ready(await listening());
    await client.say('MAIL FROM:<>');
    expect(await client.say(`RCPT TO:<${bounceAddress()}>`)).toMatch(/^250/);
    expect(await client.say(`RCPT TO:<${bounceAddress()}>`)).toMatch(/^452 4\.5\.3/);
  });

  it('cannot be guessed on one connection for long', async () => {
    const client = await ready(await listening());
    await client.say('MAIL FROM:<>');
    for (let index = 0; index < 10; index += 1) await client.say(`RCPT TO:<user${index}@bounce.example>`);
    expect(await client.say('RCPT TO:<user@bounce.example>')).toMatch(/^421/);
    expect(await client.reply()).toBe('');
  });
});

describe('bounds', () => {
  it('a mail that is too large is refused, also when its size was not announced', async () => {
    const client = await ready(await listening({ maxBytes: 65_536 }));
    expect(await client.say('MAIL FROM:<> SIZE=70000')).toMatch(/^552/);
    expect(await client.deliver('', bounceAddress(), `${mail}${'x'.repeat(998)}\r\n`.repeat(70))).toMatch(
      /^552 5\.3\.4/,
    );
    expect(world.events).toEqual(['too_large']);
    expect(await client.deliver('', bounceAddress(), mail)).toMatch(/^250/);
  });

  it('a client that idles is sent away', async () => {
    const client = await ready(await listening({ idleMs: 200 }));
    expect(await client.reply()).toMatch(/^421/);
  });

  it('a client that never comes to an end is cut off, and its mail is not stored', async () => {
    const client = await ready(await listening({ lifetimeMs: 400 }));
    await client.say('MAIL FROM:<>');
    await client.say(`RCPT TO:<${bounceAddress()}>`);
    await client.say('DATA');
    const drip = setInterval(() => client.socket.write('x'), 20);
    // Whoever is cut off while writing may see a reset as well as an end.
    await new Promise((resolve) => {
      client.socket.once('close', resolve);
    });
    clearInterval(drip);
    await eventually('the end of the transfer', () => world.events.length > 0);
    expect(world.events).toEqual(['broken_off']);
    expect(world.stored).toEqual([]);
  });

  it('one network cannot take all connections', async () => {
    const port = await listening({ maxConnections: 10 });
    await ready(port);
    await ready(port);
    const third = await DialogueClient.open(port);
    clients.push(third);
    expect(await third.reply()).toMatch(/^421 4\.7\.0/);
    expect(world.events).toEqual(['deferred_connections']);
  });

  it('a connection counts until its end, also when it was encrypted on its way', async () => {
    const authority = await CertificateAuthority.create('Test authority');
    const { certificate: cert, key } = await authority.issue({ names: ['localhost'] });
    const port = await listening({ maxConnections: 10, tls: { certificate: cert, key } });
    for (let index = 0; index < 4; index += 1) {
      const tls = { ca: authority.certificate, servername: 'localhost' };
      const transport = createTransport({ host: '127.0.0.1', port, requireTLS: true, tls });
      await transport.sendMail({ envelope: { from: '', to: [bounceAddress()] }, raw: mail });
      transport.close();
      await eventually('the end of the connection', async () => {
        const client = await DialogueClient.open(port);
        const greeting = await client.reply();
        client.close();
        return greeting.startsWith('220');
      });
    }
    expect(world.stored).toHaveLength(4);
  });

  it('an encrypted connection cannot last longer than any other', async () => {
    const authority = await CertificateAuthority.create('Test authority');
    const { certificate: cert, key } = await authority.issue({ names: ['localhost'] });
    const port = await listening({ lifetimeMs: 400, tls: { certificate: cert, key } });
    const client = await ready(port);
    await client.say('STARTTLS');
    const secured = connectTls({ socket: client.socket, ca: authority.certificate, servername: 'localhost' });
    secured.on('error', () => undefined);
    await once(secured, 'secureConnect');
    await once(secured, 'close');
    expect(client.socket.destroyed).toBe(true);
  });

  it('a flood is deferred by network, so that what is genuine comes again later (fault 40)', async () => {
    const client = await ready(await listening({ mailsPerMinute: 3 }));
    const replies: string[] = [];
    for (let index = 0; index < 6; index += 1) {
      replies.push(await client.deliver('', bounceAddress(), `${mail}${index}`));
      await client.say('RSET');
    }
    expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '250', '250', '450', '450', '450']);
    expect(world.stored).toHaveLength(3);
  });

  it('whoever knows one address cannot fill the store through it', async () => {
    const client = await ready(await listening());
    const known = bounceAddress();
    for (let index = 0; index < 35; index += 1) {
      await client.deliver('', known, `${mail}${index}`);
      await client.say('RSET');
    }
    expect(world.stored).toHaveLength(30);
    expect(await client.deliver('', bounceAddress(), mail)).toMatch(/^250/);
  });
});

describe('while a neighbour is away', () => {
  it('of the store: the mail is deferred, and taken when it comes again', async () => {
    const client = await ready(await listening());
    const recipient = bounceAddress();
    world.isStoreAway = true;
    expect(await client.deliver('', recipient, mail)).toMatch(/^451 4\.3\.0/);
    world.isStoreAway = false;
    expect(await client.deliver('', recipient, mail)).toMatch(/^250/);
    expect(world.events).toEqual(['deferred_store', 'stored']);
  });

  it('of the workflow service: the mail is taken, for the sweep to route it', async () => {
    const client = await ready(await listening());
    world.isRouterAway = true;
    expect(await client.deliver('', bounceAddress(), mail)).toMatch(/^250/);
    await eventually('the failed routing', () => world.events.length === 2);
    expect(world.events).toEqual(['stored', 'routing_failed']);
  });
});

it('leaves limits by network to the server in front of it when it is spoken to by LMTP', async () => {
  const port = await listening({ mailsPerMinute: 1, maxConnections: 10 }, 'lmtp');
  const [client] = [await ready(port, 'LHLO a'), await ready(port, 'LHLO b'), await ready(port, 'LHLO c')];
  const replies = [];
  for (let index = 0; index < 3; index += 1)
    replies.push(await client?.deliver('', bounceAddress(), `${mail}${index}`));
  expect(replies.map((reply) => reply?.slice(0, 3))).toEqual(['250', '250', '250']);
});

it('stops listening when it is closed', async () => {
  const port = await listening();
  expect(listener.isListening).toBe(true);
  await listener.close();
  expect(listener.isListening).toBe(false);
  await expect(DialogueClient.open(port)).rejects.toThrow('ECONNREFUSED');
});
