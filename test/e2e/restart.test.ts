import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { startStack } from '../../dev/stack';
import { adminAddress, organizationName } from '../support/real-organization';
import { eventually } from '../support/eventually';
import { goLive } from '../support/going-live';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';
import { rotateKeys } from '../../tools/rotate-keys';

const patienceMs = 120_000;

let directory: string;
let real: RealStack | undefined;
const afterwards = tidyUp(patienceMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  directory = path;
  afterwards(remove);
  afterwards(async () => await real?.stop());
});

describe('the stack, started again on its data', () => {
  it(
    'still has its organizations, the live server, the mails and its secrets',
    async () => {
      real = await RealStack.start(directory);
      await goLive(real);
      const sent = await real.organization.hand('before@partner.example');
      await real.inbox.wait({ messageId: sent.messageId, listener: 'mx' });
      const { organization } = real;
      await eventually('the first mail is on record', async () => (await organization.view()).live?.firstMailAt);
      const before = await whatIsKept(real);
      const { credentials, environment, addresses } = real.stack;
      const { startTlsPort: customerStartTls } = addresses.customerServer;
      await real.stop();
      real = undefined;

      const since = Date.now();
      const CREDENTIAL_KEYS = `exchanged:${randomBytes(32).toString('base64')},${environment['CREDENTIAL_KEYS']}`;
      // The customer's server is where it was; everything of ours may have moved.
      const ports = { customerStartTls };
      real = await RealStack.start(directory, { ports, environment: { CREDENTIAL_KEYS } });
      process.stdout.write(`The second start took ${((Date.now() - since) / 1000).toFixed(1)} s.\n`);
      expect(await whatIsKept(real)).toEqual(before);
      expect(before.view).toMatchObject({ live: { status: 'active', revision: { number: 1 } } });
      expect(before.profile).toMatchObject({ name: organizationName, adminAddress });
      expect(before.mails.length).toBeGreaterThanOrEqual(2);
      expect(real.stack.credentials).toEqual(credentials);
    },
    2 * patienceMs,
  );

  it(
    'goes on sending while the key of its passwords is exchanged, and says which keys it has',
    async () => {
      if (!real) throw new Error('The stack did not start again');
      const rotation = rotated(real);
      const sent = [];
      for (let count = 0; count < 20; count += 1) sent.push(await real.organization.hand(`r${count}@partner.example`));
      const { code, text } = await rotation;
      expect({ code, text }).toMatchObject({ code: 0 });
      expect(JSON.parse(text)).toMatchObject({ activeKey: 'exchanged', unreadable: [], unused: ['demo-1'] });
      for (const { messageId } of sent) await real.inbox.wait({ messageId, listener: 'mx' });
      for (const { id } of sent) expect(await real.organization.mail(id)).toMatchObject({ route: 'customer' });
      const keys = (await real.api.get('/readyz')).body['storedSecretKeys'];
      expect(keys).toContainEqual(expect.objectContaining({ keyId: 'exchanged', isActive: true }));
    },
    patienceMs,
  );

  it('takes commands as before', async () => {
    if (!real) throw new Error('The stack did not start again');
    const { version } = await real.organization.view();
    const paused = await real.organization.command('admin', '/mail-server/pause', { reason: 'The server has moved' });
    expect(paused).toMatchObject({ live: 'suspended', version: version + 1 });
  });

  it('refuses to be started twice at the same time', async () => {
    await expect(startStack({ dataDirectory: directory, ports: 'random' })).rejects.toThrow(/already running on/);
  });
});

/** What `npm run keys:rotate` does to the stack's database. */
async function rotated({ stack: { environment } }: RealStack): Promise<{ code: number; text: string }> {
  const file = join(directory, 'rotation.env');
  const names = ['MONGODB_URI', 'MONGODB_DATABASE', 'CREDENTIAL_KEYS'];
  await writeFile(file, names.map((name) => `${name}="${environment[name] ?? ''}"`).join('\n'), { mode: 0o600 });
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const code = await rotateKeys(['--env-file', file, '--json'], { out: say, err: say });
  return { code, text: said.join('\n') };
}

async function whatIsKept({ organization, inbox }: RealStack) {
  const profile = (await organization.ask('sales', 'GET', '')).body['profile'];
  const { items } = (await organization.ask('ops', 'GET', '/messages')).body as { items: { category: string }[] };
  const messages = items.filter(({ category }) => category !== 'notice');
  return {
    profile,
    view: await organization.view(),
    trail: await organization.audit(),
    messages,
    mails: await inbox.list({ listener: 'mx' }),
  };
}
