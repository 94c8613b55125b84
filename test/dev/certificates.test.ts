import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import {
  CertificateAuthority,
  type CertifiedKey,
  expiredYesterday,
  remainingDays,
  selfSignedCertificate,
} from '../../dev/certificates';
import { DemoCertificates } from '../../dev/demo-certificates';

/** What a verifying client makes of a server's certificate: `ok`, or the reason of its refusal. */
async function verdictOn(server: CertifiedKey, ca: string, servername = 'localhost'): Promise<string> {
  const listener = createServer({ cert: server.certificate, key: server.key }, (socket) => socket.end());
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = connect({ host: '127.0.0.1', port, ca, servername });
  try {
    await once(client, 'secureConnect');
    return 'ok';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    client.destroy();
    listener.close();
  }
}

describe('the certificate authority', () => {
  it('issues certificates that verify by host name and by address', async () => {
    const authority = await CertificateAuthority.create('Test authority');
    const server = await authority.issue({ names: ['localhost', 'mail.customer.example', '127.0.0.1'] });
    expect(await verdictOn(server, authority.certificate)).toBe('ok');
    expect(await verdictOn(server, authority.certificate, 'mail.customer.example')).toBe('ok');
    expect(new X509Certificate(server.certificate).checkIP('127.0.0.1')).toBe('127.0.0.1');
  });

  it('makes the certificates that a client has to refuse', async () => {
    const authority = await CertificateAuthority.create('Test authority');
    const expired = await authority.issue({ names: ['localhost'], ...expiredYesterday() });
    const wrongName = await authority.issue({ names: ['other.example'] });
    const selfSigned = await selfSignedCertificate({ names: ['localhost'] });
    const stranger = await (await CertificateAuthority.create('Stranger')).issue({ names: ['localhost'] });
    expect(await verdictOn(expired, authority.certificate)).toBe('CERT_HAS_EXPIRED');
    expect(await verdictOn(wrongName, authority.certificate)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(await verdictOn(selfSigned, authority.certificate)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(await verdictOn(stranger, authority.certificate)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });
});

describe('the demo certificates', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'certificates-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('stay the same over restarts, in files that only their user may read', async () => {
    const first = await (await DemoCertificates.open(directory)).forServer('mail', ['localhost']);
    const second = await (await DemoCertificates.open(directory)).forServer('mail', ['localhost']);
    expect(second).toEqual(first);
    expect((await stat(join(directory, 'mail.json'))).mode & 0o077).toBe(0);
  });

  it('are renewed before they expire', async () => {
    const certificates = await DemoCertificates.open(directory);
    const { authority } = certificates;
    const soon = new Date(Date.now() + 5 * 86_400_000);
    jest
      .spyOn(authority, 'issue')
      .mockResolvedValueOnce(await authority.issue({ names: ['localhost'], notAfter: soon }));
    const renewed = await certificates.forServer('mail', ['localhost']);
    expect(remainingDays(renewed.certificate)).toBeGreaterThan(300);
  });

  it('are issued anew when the authority is another', async () => {
    const first = await (await DemoCertificates.open(directory)).forServer('mail', ['localhost']);
    await rm(join(directory, 'demo-ca.json'));
    const certificates = await DemoCertificates.open(directory);
    const second = await certificates.forServer('mail', ['localhost']);
    expect(second).not.toEqual(first);
    expect(await verdictOn(second, certificates.authority.certificate)).toBe('ok');
  });
});
