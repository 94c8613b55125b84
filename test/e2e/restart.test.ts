import { startStack } from '../../dev/stack';
import { adminAddress, organizationName } from '../support/real-organization';
import { eventually } from '../support/eventually';
import { goLive } from '../support/going-live';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { tidyUp } from '../support/tidy-up';

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
      const { credentials } = real.stack;
      await real.stop();
      real = undefined;

      const since = Date.now();
      real = await RealStack.start(directory);
      process.stdout.write(`The second start took ${((Date.now() - since) / 1000).toFixed(1)} s.\n`);
      expect(await whatIsKept(real)).toEqual(before);
      expect(before.view).toMatchObject({ live: { status: 'active', revision: { number: 1 } } });
      expect(before.profile).toMatchObject({ name: organizationName, adminAddress });
      expect(before.mails.length).toBeGreaterThanOrEqual(2);
      expect(real.stack.credentials).toEqual(credentials);

      const paused = await real.organization.command('admin', '/mail-server/pause', { reason: 'The server has moved' });
      expect(paused).toMatchObject({ live: 'suspended', version: before.view.version + 1 });
    },
    2 * patienceMs,
  );

  it('refuses to be started twice at the same time', async () => {
    await expect(startStack({ dataDirectory: directory, ports: 'random' })).rejects.toThrow(/already running on/);
  });
});

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
