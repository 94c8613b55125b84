import { DnsPostureReader } from '../../../adapters/dns/dns-posture-reader';
import { ScriptedDnsServer, type DnsAnswer } from '../../support/scripted-dns-server';
import { never } from '../../support/smtp-workbench';

const longRecord = `v=spf1 ${'ip4:8.8.8.8 '.repeat(40)}~all`;

const zone: Readonly<Record<string, DnsAnswer>> = {
  'customer.test': { txt: ['other=1', longRecord], mx: ['mx.customer.test'], a: ['8.8.4.4'] },
  '_dmarc.customer.test': { txt: ['v=DMARC1; p=none'] },
  's1._domainkey.customer.test': { txt: ['v=DKIM1; p=AAAA'] },
  'null.test': { mx: [''] },
  'silent.test': { silent: true },
  '_dmarc.silent.test': { silent: true },
  'failing.test': { code: 2 },
  '8.8.8.8.in-addr.arpa': { ptr: ['mail.customer.test'] },
  '9.8.8.8.in-addr.arpa': { ptr: ['elsewhere.test'] },
  'mail.customer.test': { a: ['8.8.8.8'] },
  'elsewhere.test': { a: ['8.8.8.1'] },
  'xn--mller-kva.test': { txt: ['v=spf1 -all'] },
};

let dns: ScriptedDnsServer;

beforeAll(async () => {
  dns = await ScriptedDnsServer.start(zone);
});

afterAll(() => dns.stop());

function read(domain: string, more: { addresses?: string[]; dkimSelectors?: string[]; signal?: AbortSignal } = {}) {
  const { addresses = [], dkimSelectors = [], signal = never } = more;
  const reader = new DnsPostureReader({ timeoutMs: 400, servers: [dns.address] });
  return reader.read({ domain, addresses, dkimSelectors }, signal);
}

describe('what the DNS says about a sender', () => {
  it('is read in full, long records whole', async () => {
    await expect(read('customer.test', { addresses: ['8.8.8.8'], dkimSelectors: ['s1', 's2'] })).resolves.toEqual({
      domain: 'customer.test',
      txt: ['other=1', longRecord],
      mx: ['mx.customer.test'],
      addresses: ['8.8.4.4'],
      dmarc: [{ domain: 'customer.test', txt: ['v=DMARC1; p=none'] }],
      dkim: [
        { selector: 's1', txt: ['v=DKIM1; p=AAAA'] },
        { selector: 's2', txt: [] },
      ],
      reverse: [{ address: '8.8.8.8', names: ['mail.customer.test'], confirmed: ['mail.customer.test'] }],
    });
  });

  it('tells reverse names that lead back from others and from none', async () => {
    const found = await read('customer.test', { addresses: ['8.8.8.9', '8.8.8.7'] });
    expect(found?.reverse).toEqual([
      { address: '8.8.8.9', names: ['elsewhere.test'], confirmed: [] },
      { address: '8.8.8.7', names: [], confirmed: [] },
    ]);
  });

  it('knows a null MX', async () => {
    expect((await read('null.test'))?.mx).toEqual(['']);
  });

  it('asks for the ASCII form of a domain', async () => {
    await expect(read('müller.test')).resolves.toMatchObject({ domain: 'xn--mller-kva.test', txt: ['v=spf1 -all'] });
  });

  it('is unknown where a server fails', async () => {
    await expect(read('failing.test')).resolves.toMatchObject({ txt: 'unknown', mx: 'unknown', addresses: 'unknown' });
  });

  it('is unknown after a bounded time where a server is silent', async () => {
    const started = performance.now();
    const found = await read('silent.test');
    expect(found).toMatchObject({ txt: 'unknown', mx: 'unknown', dmarc: [{ txt: 'unknown' }] });
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('ends with its signal', async () => {
    await expect(read('silent.test', { signal: AbortSignal.abort() })).resolves.toMatchObject({ txt: 'unknown' });
    const started = performance.now();
    await read('silent.test', { signal: AbortSignal.timeout(20) });
    expect(performance.now() - started).toBeLessThan(390);
  });

  it('is not asked of the public DNS for names that are set aside', async () => {
    const reader = new DnsPostureReader({ timeoutMs: 400 });
    const question = { domain: 'customer.example', addresses: ['8.8.8.8'], dkimSelectors: [] };
    await expect(reader.read(question, never)).resolves.toBeNull();
  });
});
