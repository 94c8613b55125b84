import { X509Certificate } from 'node:crypto';

import {
  CertificateAuthority,
  expiredYesterday,
  selfSignedCertificate,
  type CertifiedKey,
} from '../../../dev/certificates';
import type { ServerTrust } from '../../../domain/server-trust';
import { ScriptedSmtpServer } from '../../support/scripted-smtp-server';
import { customerServer, freely, never, smtpWorkbench, testHost } from '../../support/smtp-workbench';

let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let internal: CertifiedKey;
let pinned: CertifiedKey;
let server: ScriptedSmtpServer | undefined;

beforeAll(async () => {
  authority = await CertificateAuthority.create('Internal authority');
  stranger = await CertificateAuthority.create('Internal authority');
  internal = await authority.issue({ names: [testHost] });
  pinned = await selfSignedCertificate({ names: ['another.name.test'] });
});

afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function check(security: 'tls' | 'starttls', trust: ServerTrust, shown: CertifiedKey) {
  const tls = { cert: shown.certificate, key: shown.key };
  server = await ScriptedSmtpServer.start({ tls, implicitTls: security === 'tls' });
  const { prober } = smtpWorkbench({ authorities: null, ports: [server.port] });
  const found = await prober.openSession(customerServer({ port: server.port, security, trust }), never);
  return { found, tls: found.results.find(({ stage }) => stage === 'tls') };
}

function fingerprint({ certificate }: CertifiedKey): string {
  return new X509Certificate(certificate).fingerprint256;
}

describe.each(['tls', 'starttls'] as const)('a certificate over %s', (security) => {
  it('of an internal authority is trusted when the settings name the authority, and the report says so', async () => {
    const trust = { kind: 'authority', certificates: authority.certificate } as const;
    const { found, tls } = await check(security, trust, internal);
    expect(tls).toMatchObject({ verdict: 'pass', code: 'TLS_VERIFIED_BY_AUTHORITY', facts: { trust: 'authority' } });
    expect(found.tls).toMatchObject({ verified: true, trust: 'authority' });
    expect(found.tls?.chain[0]?.sha256).toBe(fingerprint(internal));
    expect(found.results.at(-1)?.code).toBe('AUTH_ACCEPTED');
  });

  it('of an internal authority is not trusted by itself', async () => {
    const { tls } = await check(security, { kind: 'public' }, internal);
    expect(tls).toMatchObject({ verdict: 'fail', code: 'TLS_CERTIFICATE_UNTRUSTED' });
    expect(server?.encrypted).not.toContain('AUTH');
  });

  it('of an authority of the same name is not trusted', async () => {
    const trust = { kind: 'authority', certificates: stranger.certificate } as const;
    const { tls } = await check(security, trust, internal);
    expect(tls).toMatchObject({ verdict: 'fail', code: 'TLS_CERTIFICATE_UNTRUSTED' });
    expect(server?.encrypted).not.toContain('AUTH');
  });

  it('for another name is refused also with an own authority', async () => {
    const wrong = await authority.issue({ names: ['another.name.test'] });
    const { tls } = await check(security, { kind: 'authority', certificates: authority.certificate }, wrong);
    expect(tls).toMatchObject({ verdict: 'fail', code: 'TLS_CERTIFICATE_WRONG_NAME' });
    expect(server?.encrypted).not.toContain('AUTH');
  });

  it('that is pinned is accepted whoever issued it, and the report says so', async () => {
    const { found, tls } = await check(security, { kind: 'certificate', sha256: fingerprint(pinned) }, pinned);
    expect(tls).toMatchObject({ verdict: 'pass', code: 'TLS_VERIFIED_BY_FINGERPRINT' });
    expect(found.tls).toMatchObject({ verified: true, trust: 'certificate' });
    expect(found.results.at(-1)?.code).toBe('AUTH_ACCEPTED');
  });

  it('that is not the pinned one is refused before a login, and its fingerprint is named', async () => {
    const trust = { kind: 'certificate', sha256: fingerprint(pinned) } as const;
    const { found, tls } = await check(security, trust, internal);
    expect(tls).toMatchObject({ verdict: 'fail', code: 'TLS_CERTIFICATE_NOT_PINNED' });
    expect(tls?.facts['sha256']).toBe(fingerprint(internal));
    expect(found.tls).toMatchObject({ verified: false });
    expect(server?.encrypted).not.toContain('AUTH');
    expect(found.results.map(({ stage }) => stage)).not.toContain('auth');
  });

  it('that is pinned but has expired is refused', async () => {
    const old = await selfSignedCertificate({ names: [testHost], ...expiredYesterday() });
    const { tls } = await check(security, { kind: 'certificate', sha256: fingerprint(old) }, old);
    expect(tls).toMatchObject({ verdict: 'fail', code: 'TLS_CERTIFICATE_EXPIRED' });
    expect(server?.encrypted).not.toContain('AUTH');
  });
});

it('holds for sending as it does for checks', async () => {
  server = await ScriptedSmtpServer.start({ tls: { cert: internal.certificate, key: internal.key } });
  const { transport } = smtpWorkbench({ authorities: null, ports: [server.port] });
  const mail = {
    envelopeFrom: 'a@example.test',
    recipients: ['b@example.test'],
    bytes: Buffer.from('Subject: x\r\n\r\n'),
  };
  const trust = { kind: 'certificate', sha256: fingerprint(pinned) } as const;
  const target = customerServer({ port: server.port, trust });
  const report = await transport.send({ route: 'customer', server: target }, mail, never, freely);
  await transport.close();
  expect(report.customerTrouble).toBe('TLS_CERTIFICATE_NOT_PINNED');
  expect(server.encrypted).not.toContain('AUTH');
});
