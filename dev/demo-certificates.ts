import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { CertificateAuthority, type CertificateRequest, type CertifiedKey, remainingDays } from './certificates';
import { keptJson, writePrivateFile } from './support/private-file';

const RENEW_BEFORE_DAYS = 30;

const certifiedKeySchema = z.object({ certificate: z.string(), key: z.string() });

/** The certificates of the demo servers, kept in a directory and renewed before they expire. */
export class DemoCertificates {
  /** The authority's certificate: what the worker has to trust. */
  readonly authorityFile: string;
  readonly authority: CertificateAuthority;
  readonly #directory: string;

  private constructor(directory: string, authority: CertificateAuthority) {
    this.#directory = directory;
    this.authority = authority;
    this.authorityFile = join(directory, 'demo-ca.pem');
  }

  static async open(directory: string): Promise<DemoCertificates> {
    const kept = await keptOrRenewed(join(directory, 'demo-ca.json'), async () => {
      return (await CertificateAuthority.create('Demo certificate authority')).export();
    });
    const certificates = new DemoCertificates(directory, new CertificateAuthority(kept));
    await writePrivateFile(certificates.authorityFile, kept.certificate);
    return certificates;
  }

  /** The certificate of one demo server, kept under `name`. */
  async forServer(name: string, names: CertificateRequest['names']): Promise<CertifiedKey> {
    const file = join(this.#directory, `${name}.json`);
    const kept = await keptOrRenewed(file, async () => await this.authority.issue({ names }));
    if (this.#isOurs(kept)) return kept;
    const renewed = await this.authority.issue({ names });
    await writePrivateFile(file, JSON.stringify(renewed));
    return renewed;
  }

  /** False for a certificate of an earlier authority. */
  #isOurs({ certificate }: CertifiedKey): boolean {
    const issuer = new X509Certificate(this.authority.certificate);
    return new X509Certificate(certificate).verify(issuer.publicKey);
  }
}

async function keptOrRenewed(file: string, make: () => Promise<CertifiedKey>): Promise<CertifiedKey> {
  const kept = await keptJson(file, certifiedKeySchema, make);
  if (remainingDays(kept.certificate) > RENEW_BEFORE_DAYS) return kept;
  const renewed = await make();
  await writePrivateFile(file, JSON.stringify(renewed));
  return renewed;
}
