import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

import { DnsHostResolver } from '../../adapters/dns/host-resolver';
import { customerResults } from '../../domain/customer-results';
import type { MailServerSettings } from '../../domain/mail-server-settings';
import { ScriptedDnsServer, type DnsAnswer, type ZoneEntry } from '../support/scripted-dns-server';
import {
  customerServer,
  freely,
  never,
  smtpWorkbench,
  testMail,
  type SmtpWorkbench,
  type WorkbenchOptions,
} from '../support/smtp-workbench';

/** Every connection that this process tries to open, by address, told by the platform itself. */
const attempts: string[] = [];
let dns: ScriptedDnsServer | undefined;

function onSocket(message: unknown): void {
  const socket = typeof message === 'object' && message !== null && 'socket' in message ? message.socket : undefined;
  if (socket instanceof Socket) socket.on('connectionAttempt', (address: string) => attempts.push(address));
}

beforeAll(() => subscribe('net.client.socket', onSocket));
afterAll(() => unsubscribe('net.client.socket', onSocket));

beforeEach(() => {
  attempts.length = 0;
});

afterEach(async () => {
  await dns?.stop();
  dns = undefined;
});

const mail = {
  envelopeFrom: 'a@example.test',
  recipients: ['b@example.test'],
  bytes: Buffer.from('Subject: x\r\n\r\n'),
};

/** Everything that may ever connect to a customer's server, and what the customer reads of it. */
async function tryEverything(bench: SmtpWorkbench, settings: Partial<MailServerSettings> & { readonly port: number }) {
  const target = customerServer(settings);
  const found = [
    await bench.prober.resolve(target.settings, never),
    await bench.prober.openSession(target, never),
    await bench.prober.sendTestMail(target, testMail, never),
  ].map(({ results }) => results);
  const { outcomes, customerTrouble } = await bench.transport.send(
    { route: 'customer', server: target },
    mail,
    never,
    freely,
  );
  await bench.transport.close();
  const told = customerResults(found.flat()).filter(({ code }) => /REFUSED/.test(code));
  return { found, told, states: outcomes.map(({ state }) => state), customerTrouble };
}

const publicOnly = { authorities: null, ports: [25, 465, 587, 2525], networks: [] };

async function benchWith(zone: Readonly<Record<string, ZoneEntry>>, networks: readonly string[] = []) {
  dns = await ScriptedDnsServer.start(zone);
  const resolver = new DnsHostResolver({ timeoutMs: 300, localNames: false, servers: [dns.address] });
  const options: WorkbenchOptions = { ...publicOnly, networks, resolver };
  return smtpWorkbench(options);
}

/** Addresses as attackers write them, by what they lead to (RFC 6890 and the notations of inet_aton). */
const literals: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1', '127.0.0.1.', '127.1', '127.255.255.254', '[::1]', '0:0:0:0:0:0:0:1', '0', '0.0.0.0', '[::]'],
  'loopback in other numbers': ['2130706433', '0x7f000001', '0x7f.1', '0177.0.0.1', '017700000001', '127.0.0.01'],
  'private networks': [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '0xa000001',
    '167772161',
    '012.0.0.1',
  ],
  'link-local and metadata': [
    '169.254.169.254',
    '0xa9fea9fe',
    '2852039166',
    '169.254.43518',
    'fe80::1',
    'fe80::1%eth0',
  ],
  'metadata of clouds': ['fd00:ec2::254', '100.100.100.200', '192.0.0.192'],
  'shared addresses': ['100.64.0.1', '100.127.255.254'],
  'unique local': ['fc00::1', 'fd12:3456:789a::1'],
  'IPv4 in IPv6': ['::ffff:127.0.0.1', '::ffff:7f00:1', '[::ffff:10.0.0.1]', '::127.0.0.1', '::ffff:0:7f00:1'],
  'IPv4 behind translators': [
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::a9fe:a9fe',
    '2002:7f00:1::',
    '2001:0:7f00:1::1',
  ],
  'other than single hosts': [
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '192.0.2.1',
    '198.18.0.1',
    '2001:db8::1',
    '240.0.0.1',
  ],
};

describe('a host that is an address which is not public', () => {
  it.each(Object.entries(literals))('is denied in every notation, and no packet leaves: %s', async (_, hosts) => {
    const seen = new Set<string>();
    for (const host of hosts) {
      const bench = await benchWith({});
      const { found, told, states } = await tryEverything(bench, { host, port: 587 });
      for (const results of found) expect(results.some(({ verdict }) => verdict === 'fail')).toBe(true);
      expect(states).toEqual(['deferred']);
      for (const { code, stage, verdict } of told) seen.add(`${stage} ${verdict} ${code}`);
      await dns?.stop();
      dns = undefined;
    }
    // One and the same for whatever stands there: nothing to scan a network with.
    expect([...seen]).toEqual(['egress fail EGRESS_ADDRESS_REFUSED']);
    expect(attempts).toEqual([]);
  });
});

describe('a name that leads to an address which is not public', () => {
  const good = '8.8.8.8';

  it.each<[string, DnsAnswer]>([
    ['alone', { a: ['10.0.0.1'] }],
    ['among public ones', { a: [good, '8.8.4.4', '127.0.0.1'] }],
    ['by IPv6 while IPv4 is public', { a: [good], aaaa: ['fd00:0:0:0:0:0:0:1'] }],
    ['by IPv4 while IPv6 is public', { a: ['169.254.169.254'], aaaa: ['2a00:1450:4001:80b:0:0:0:200e'] }],
    ['mapped into IPv6', { a: [good], aaaa: ['0:0:0:0:0:ffff:a00:1'] }],
    ['by a translator', { a: [good], aaaa: ['64:ff9b:0:0:0:0:7f00:1'] }],
    ['by way of another name', { cname: 'inner.example.test', a: ['192.168.7.7'] }],
    ['by way of another name, among public ones', { cname: 'inner.example.test', a: [good, '192.168.7.7'] }],
  ])('is denied, and no packet leaves: %s', async (_, answer) => {
    const bench = await benchWith({ 'mail.example.test': answer });
    const { found, told, states, customerTrouble } = await tryEverything(bench, { port: 587 });
    for (const results of found) {
      expect(results.find(({ verdict }) => verdict === 'fail')).toMatchObject({
        stage: 'dns',
        code: 'EGRESS_ADDRESS_REFUSED',
      });
    }
    expect(JSON.stringify(told)).not.toMatch(/10\.0\.0\.1|192\.168|169\.254|127\.0|fd00/);
    expect(states).toEqual(['deferred']);
    expect(customerTrouble).toBe('EGRESS_ADDRESS_REFUSED');
    expect(attempts).toEqual([]);
  });

  it('only after it has been checked is denied at the next connection: it is asked for anew, its time to live being 0', async () => {
    const answers: DnsAnswer[] = [{ a: ['127.0.0.9'] }, { a: ['10.0.0.1'] }];
    // What is open here stands for the public network; the closed port tells the address that was connected to.
    let asked = 0;
    // IPv4 and IPv6 are asked for together: two questions are one look.
    const turn = (): DnsAnswer => answers[Math.min(asked++ >> 1, 1)] ?? {};
    const bench = await benchWith({ 'mail.example.test': turn }, ['127.0.0.9/32']);
    const target = customerServer({ port: 587 });
    const looked = await bench.prober.resolve(target.settings, never);
    expect(looked.results.find(({ stage }) => stage === 'dns')?.facts).toMatchObject({ addresses: ['127.0.0.9'] });
    const opened = await bench.prober.openSession(target, never);
    expect(opened.results).toContainEqual(expect.objectContaining({ stage: 'dns', code: 'EGRESS_ADDRESS_REFUSED' }));
    const { customerTrouble } = await bench.transport.send({ route: 'customer', server: target }, mail, never, freely);
    expect(customerTrouble).toBe('EGRESS_ADDRESS_REFUSED');
    expect(attempts).toEqual([]);
    await bench.transport.close();
  });

  it('in every second answer is never connected to: each connection goes to the address that was checked for it', async () => {
    let asked = 0;
    const turn = (): DnsAnswer => ({ a: [(asked++ >> 1) % 2 === 0 ? '127.0.0.9' : '127.0.0.1'] });
    const bench = await benchWith({ 'mail.example.test': turn }, ['127.0.0.9/32']);
    for (let round = 0; round < 6; round += 1) await bench.prober.openSession(customerServer({ port: 587 }), never);
    expect(new Set(attempts)).toEqual(new Set(['127.0.0.9']));
    await bench.transport.close();
  });

  it.each<[string, DnsAnswer, string]>([
    ['no answer of the DNS', { silent: true }, 'inconclusive DNS_TROUBLE'],
    ['a failing name server', { code: 2 }, 'inconclusive DNS_TROUBLE'],
    ['no such name', { code: 3 }, 'fail DNS_NOT_FOUND'],
    ['a name without addresses', {}, 'fail DNS_NOT_FOUND'],
  ])('or to nowhere is never tried by another way: %s', async (_, answer, expected) => {
    const bench = await benchWith({ 'mail.example.test': answer });
    const { results } = await bench.prober.openSession(customerServer({ port: 587 }), never);
    expect(results.filter(({ stage }) => stage === 'dns').map(({ verdict, code }) => `${verdict} ${code}`)).toEqual([
      expected,
    ]);
    expect(attempts).toEqual([]);
  });
});

describe('a port that no mail is submitted at', () => {
  it.each([1, 22, 23, 80, 110, 143, 443, 993, 3306, 5432, 6379, 8080, 9200, 11_211, 27_017, 65_535])(
    'is denied before the name is even looked up: %i',
    async (port) => {
      const bench = await benchWith({ 'mail.example.test': { a: ['8.8.8.8'] } });
      const { found, states } = await tryEverything(bench, { port });
      for (const results of found) {
        expect(results.find(({ verdict }) => verdict === 'fail')).toMatchObject({
          stage: 'egress',
          code: 'EGRESS_PORT_REFUSED',
        });
      }
      expect(states).toEqual(['deferred']);
      expect(dns?.questions).toEqual([]);
      expect(attempts).toEqual([]);
    },
  );
});
