import { EgressGate } from '../../../adapters/dns/egress-gate';
import { DnsHostResolver } from '../../../adapters/dns/host-resolver';
import { SmtpDialogue } from '../../../adapters/smtp/smtp-dialogue';
import { createEgressPolicy } from '../../../domain/egress-policy';
import { ScriptedDnsServer, type DnsAnswer } from '../../support/scripted-dns-server';
import { never } from '../../support/smtp-workbench';

const zone: Readonly<Record<string, DnsAnswer>> = {
  'mail.example.test': { a: ['8.8.4.4', '8.8.8.8'], aaaa: ['2a00:1450:4001:80b:0:0:0:200e'] },
  'only4.example.test': { a: ['8.8.8.8'] },
  'only6.example.test': { aaaa: ['2a00:1450:4001:80b:0:0:0:200e'] },
  'mixed.example.test': { a: ['8.8.8.8', '10.0.0.1'] },
  'mixed6.example.test': { a: ['8.8.8.8'], aaaa: ['0:0:0:0:0:ffff:7f00:1'] },
  'metadata.example.test': { a: ['169.254.169.254'] },
  'empty.example.test': {},
  'failing.example.test': { code: 2 },
  'silent.example.test': { silent: true },
  'many.example.test': { a: Array.from({ length: 20 }, (_, index) => `8.8.8.${index + 1}`) },
  'hidden.example.test': { a: [...Array.from({ length: 20 }, (_, index) => `8.8.8.${index + 1}`), '127.0.0.1'] },
};

let dns: ScriptedDnsServer;

beforeAll(async () => {
  dns = await ScriptedDnsServer.start(zone);
});

afterAll(() => dns.stop());

function gate(networks: readonly string[] = []): EgressGate {
  const resolver = new DnsHostResolver({
    timeoutMs: 100,
    localNames: networks.length > 0,
    servers: [dns.address],
  });
  return new EgressGate(createEgressPolicy([465, 587], networks), resolver);
}

function admit(host: string, { port = 587, networks = [] as readonly string[], signal = never } = {}) {
  return gate(networks).admit(host, port, new SmtpDialogue(), signal);
}

describe('the gate to customers’ servers', () => {
  it('gives all addresses of a name, IPv4 first', async () => {
    const addresses = await admit('mail.example.test');
    expect(addresses.toSorted()).toEqual(['2a00:1450:4001:80b::200e', '8.8.4.4', '8.8.8.8']);
    expect(addresses.at(-1)).toBe('2a00:1450:4001:80b::200e');
  });

  it.each([
    ['only4.example.test', ['8.8.8.8']],
    ['only6.example.test', ['2a00:1450:4001:80b::200e']],
    ['8.8.8.8', ['8.8.8.8']],
    ['[2a00:1450:4001:80b::200e]', ['2a00:1450:4001:80b::200e']],
  ])('admits %s', async (host, addresses) => {
    await expect(admit(host)).resolves.toEqual(addresses);
  });

  it.each([
    ['mixed.example.test', 'dns', 'address-refused'],
    ['mixed6.example.test', 'dns', 'address-refused'],
    ['metadata.example.test', 'dns', 'address-refused'],
    ['hidden.example.test', 'dns', 'address-refused'],
    ['127.0.0.1', 'egress', 'address-refused'],
    ['0x7f.1', 'egress', 'address-refused'],
    ['2130706433', 'egress', 'address-refused'],
    ['::ffff:127.0.0.1', 'egress', 'address-refused'],
    ['localhost', 'dns', 'name-not-found'],
    ['app.localhost', 'dns', 'name-not-found'],
    ['missing.example.test', 'dns', 'name-not-found'],
    ['empty.example.test', 'dns', 'name-not-found'],
    ['failing.example.test', 'dns', 'name-unresolved'],
    ['silent.example.test', 'dns', 'name-unresolved'],
  ])('refuses %s at stage %s with %s', async (host, stage, kind) => {
    await expect(admit(host)).rejects.toMatchObject({ trouble: { stage, kind } });
  });

  it('refuses a port without asking for the name', async () => {
    const before = dns.questions.length;
    await expect(admit('mail.example.test', { port: 22 })).rejects.toMatchObject({ trouble: { kind: 'port-refused' } });
    expect(dns.questions).toHaveLength(before);
  });

  it('asks no name server about addresses and localhost', async () => {
    const before = dns.questions.length;
    await admit('8.8.8.8');
    await expect(admit('localhost')).rejects.toThrow('name-not-found');
    expect(dns.questions).toHaveLength(before);
  });

  it('tries a bounded number of addresses, but checks all of them', async () => {
    await expect(admit('many.example.test')).resolves.toHaveLength(8);
  });

  it('knows names of this machine only where networks are open', async () => {
    await expect(admit('localhost', { networks: ['127.0.0.0/8', '::1/128'] })).resolves.toContain('127.0.0.1');
  });

  it('ends with its signal', async () => {
    const started = performance.now();
    const signal = AbortSignal.timeout(20);
    await expect(admit('silent.example.test', { signal })).rejects.toMatchObject({ trouble: { kind: 'timed-out' } });
    expect(performance.now() - started).toBeLessThan(1000);
    await expect(admit('mail.example.test', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      trouble: { kind: 'interrupted' },
    });
  });
});
