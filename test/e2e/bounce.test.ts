import { createTransport } from 'nodemailer';

import { HmacReturnAddresses } from '../../adapters/crypto/hmac-return-addresses';
import { suppressionPage } from '../../api/schemas/suppression';
import { undeliverablePage } from '../../api/schemas/undeliverable';
import { keyRing } from '../../config/formats';
import { headerOf } from '../../dev/inbox/inbox-client';
import { eventually } from '../support/eventually';
import { goLive } from '../support/going-live';
import { adminAddress } from '../support/real-organization';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { deliveryReport } from '../support/report-mails';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
const stepMs = 60_000;
const recipient = 'gone@partner.example';

let real: RealStack;
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  const { path, remove } = await temporaryDataDirectory();
  afterwards(remove);
  real = await RealStack.start(path, { environment: { OUTBOX_SWEEP_SECONDS: '2', NOTICE_COLLECT_SECONDS: '1' } });
  afterwards(async () => await real.stop());
  await goLive(real, stepMs);
}, startMs);

/** The signed address that a tracked mail carries. */
function returnAddress(mailId: string): string {
  const keys = keyRing.parse(real.stack.environment['INBOUND_ADDRESS_KEYS']);
  const { domain } = real.stack.addresses.inbound;
  const addresses = new HmacReturnAddresses({ keys, domains: { bounce: domain, check: domain }, validDays: 30 });
  const subject = { kind: 'bounce', organizationId: real.organization.id, mailId, position: null } as const;
  return addresses.addressFor(subject, new Date());
}

/** Hands a report to the listener as the remote server does: by SMTP, with the null sender. */
async function bounce(to: string): Promise<void> {
  const { host, port } = real.stack.addresses.inbound;
  const transport = createTransport({ host, port, ignoreTLS: true, name: 'mx.partner.example' });
  await transport.sendMail({ envelope: { from: '', to: [to] }, raw: deliveryReport({ recipient }) });
  transport.close();
}

const notices = async () =>
  await real.inbox.list({ recipient: adminAddress, listener: 'platform', subject: recipient });

it(
  'a bounce handed to the listener becomes one notice in the admin’s inbox, and its address gets no more mail',
  async () => {
    const { organization, inbox } = real;
    const sent = await organization.hand(recipient);
    await inbox.wait({ messageId: sent.messageId, listener: 'mx' }, stepMs);
    await eventually('the mail is sent', async () => (await organization.mail(sent.id)).state === 'sent', stepMs);

    await bounce(returnAddress(sent.id));
    const notice = await inbox.wait({ recipient: adminAddress, subject: recipient, listener: 'platform' }, stepMs);
    expect(notice).toMatchObject({ envelope: { from: '' }, subject: `Nicht zustellbar: To ${recipient}` });
    expect(notice.text).toContain('Diese Adresse gibt es beim Empfänger nicht.');
    expect(headerOf(notice, 'Auto-Submitted')).toBe('auto-replied');
    expect(await organization.mail(sent.id)).toMatchObject({ state: 'undeliverable' });
    const listed = undeliverablePage.parse((await organization.ask('admin', 'GET', '/undeliverables')).body);
    expect(listed.items).toMatchObject([{ cause: 'bounced', proof: 'signed-address', notice: { to: adminAddress } }]);

    await bounce(returnAddress(sent.id));
    const suppressed = suppressionPage.parse((await organization.ask('admin', 'GET', '/suppressions')).body);
    expect(suppressed.items).toMatchObject([{ address: recipient, cause: 'hard-bounce', state: 'active' }]);
    const second = await eventually(
      'a mail to the address is kept back',
      async () => {
        const { id, messageId } = await organization.hand(recipient);
        const ended = async () => ['sent', 'undeliverable'].includes((await organization.mail(id)).state);
        await eventually('the mail has ended', ended, stepMs);
        return (await organization.mail(id)).state === 'undeliverable' && { id, messageId };
      },
      stepMs,
    );
    expect(await inbox.list({ messageId: second.messageId })).toEqual([]);
    expect((await organization.mail(second.id)).recipients).toMatchObject([{ answer: { text: 'ADDRESS_SUPPRESSED' } }]);
    await eventually('the notice about it is there', async () => (await notices()).length === 2, stepMs);
  },
  4 * stepMs,
);
