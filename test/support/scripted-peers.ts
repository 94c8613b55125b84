import { CertificateAuthority, type CertifiedKey } from '../../dev/certificates';
import { ScriptedSmtpServer, type Script } from './scripted-smtp-server';
import { smtpWorkbench, testHost, type SmtpWorkbench, type WorkbenchOptions } from './smtp-workbench';

export interface ScriptedPeers {
  /** A server with a good certificate that plays the script until the test is over. */
  serve(script: Script): Promise<ScriptedSmtpServer>;
  /** What trusts such servers and may reach these ports, until the test is over. */
  workbench(ports: readonly number[], options?: Partial<WorkbenchOptions>): SmtpWorkbench;
}

/** Scripted servers and our own ends of their dialogues, for one test file; each test leaves nothing open. */
export function scriptedPeers(): ScriptedPeers {
  let authority: CertificateAuthority;
  let certificate: CertifiedKey;
  const servers: ScriptedSmtpServer[] = [];
  const benches: SmtpWorkbench[] = [];

  beforeAll(async () => {
    authority = await CertificateAuthority.create('Test authority');
    certificate = await authority.issue({ names: [testHost] });
  });

  afterEach(async () => {
    for (const bench of benches.splice(0)) await bench.transport.close();
    for (const server of servers.splice(0)) await server.stop();
  });

  return {
    async serve(script) {
      const tls = { cert: certificate.certificate, key: certificate.key };
      const server = await ScriptedSmtpServer.start({ ...script, tls });
      servers.push(server);
      return server;
    },
    workbench(ports, options = {}) {
      const bench = smtpWorkbench({ authorities: authority.certificate, ports, ...options });
      benches.push(bench);
      return bench;
    },
  };
}
