import { bodyOf, type components } from '../../client/index';
import { headerOf, type FullMail } from '../inbox/inbox-client';
import { demoLogo } from './demo-logo';
import { expectThat, ofOrganization, statuses, type DemoWorld } from './demo-world';

type Accepted = components['schemas']['AcceptedMessage'];
type Category = components['schemas']['NewMessage']['category'];

/** Branding is a matter of the organization's admin, and needs no review. */
export async function switchBrandingOn(world: DemoWorld): Promise<void> {
  const { cast, timeline } = world;
  timeline.chapter('Mail through the customer’s server, and around it');
  const { api } = cast.admin;
  const params = ofOrganization(world);
  const headers = { 'content-type': 'image/png' };
  await api.PUT('/v1/organizations/{organizationId}/branding/logo', {
    params,
    headers,
    body: demoLogo(),
  });
  const preferences = { undeliverablesTo: 'admin' as const, replyTo: null, branding: true };
  const seen = await statuses(world);
  const change = api.PUT('/v1/organizations/{organizationId}/preferences', {
    params: { ...params, header: { 'If-Match': `"${seen.version}"` } },
    body: preferences,
  });
  timeline.step('admin', 'uploads a logo and switches branding on', await bodyOf(change));
}

/** Transactional mail leaves through the customer's server: branded, with Reply-To, never with an unsubscribe header. */
export async function transactionalMail(world: DemoWorld): Promise<void> {
  const subject = 'Please sign: framework agreement';
  const accepted = await hand(world, 'transactional', world.options.recipient, subject);
  const { mail } = await arrival(world, accepted, world.options.recipient, subject, 'customer');
  world.timeline.seen('a transactional mail arrived through the customer’s server');
  if (mail) {
    expectThat(headerOf(mail, 'reply-to')?.includes(world.options.admin) === true, 'it has a Reply-To');
    expectThat(headerOf(mail, 'list-unsubscribe') === undefined, 'it has no List-Unsubscribe');
    expectThat(headerOf(mail, 'from')?.includes(world.options.from) === true, 'it comes from the customer’s sender');
    expectThat(hasInlineLogo(mail), 'it shows the logo');
    world.timeline.seen('with Reply-To, with the logo, without List-Unsubscribe');
  }
}

/** Informational mail always leaves through the platform. */
export async function informationalMail(world: DemoWorld): Promise<void> {
  const subject = 'What is new this month';
  const accepted = await hand(world, 'informational', world.options.recipient, subject);
  const { mail } = await arrival(world, accepted, world.options.recipient, subject, 'platform');
  expectThat(mail !== null && headerOf(mail, 'list-unsubscribe') !== undefined, 'it has a List-Unsubscribe');
  world.timeline.seen('an informational mail arrived through the platform’s server, with List-Unsubscribe');
}

/** A refused recipient leads to one notice at the admin address, with the null sender. */
export async function refusedRecipient(world: DemoWorld): Promise<void> {
  const { admin, refusedRecipient: refused } = world.options;
  const subject = 'Please sign: for nobody';
  await hand(world, 'transactional', refused, subject);
  const expected = { recipient: admin, subject, since: world.since, route: 'platform' } as const;
  const { mail } = await world.observer.arrival(expected);
  expectThat(mail?.envelope.from === '', 'the notice has the null sender');
  expectThat(mail.text.includes(refused), 'the notice names the recipient');
  world.notices.push({ to: admin, about: refused });
  world.timeline.seen(`the notice about ${refused} arrived at ${admin}`);
}

/** After the revocation transactional mail leaves through the platform. */
export async function mailAfterRevocation(world: DemoWorld): Promise<void> {
  const subject = 'Please sign: after the revocation';
  const accepted = await hand(world, 'transactional', world.options.recipient, subject);
  await arrival(world, accepted, world.options.recipient, subject, 'platform');
  world.timeline.seen('the next transactional mail arrived through the platform’s server');
}

/** The mails of the demo as the API tells them in the end. */
export async function handedMails(world: DemoWorld) {
  const { api } = world.cast.backend;
  const read = (messageId: string) => bodyOf(api.GET('/v1/messages/{messageId}', { params: { path: { messageId } } }));
  return await Promise.all(world.messageIds.map(read));
}

async function hand(world: DemoWorld, category: Category, recipient: string, subject: string): Promise<Accepted> {
  const body = {
    organizationId: world.organizationId,
    category,
    to: [recipient],
    subject,
    text: 'Good day,\n\na document is waiting for your signature.\n',
    html: '<p>Good day,</p><p>a document is waiting for your signature.</p>',
    ...(category === 'transactional' ? {} : { unsubscribeUrl: 'https://platform.example/unsubscribe/demo' }),
  };
  const accepted = await bodyOf(world.cast.backend.api.POST('/v1/messages', { body }));
  world.messageIds.push(accepted.id);
  world.timeline.step('backend', `hands over a mail (${category})`, await statuses(world));
  return accepted;
}

async function arrival(
  world: DemoWorld,
  { messageId }: Accepted,
  recipient: string,
  subject: string,
  route: 'customer' | 'platform',
) {
  return await world.observer.arrival({ recipient, subject, messageId, since: world.since, route });
}

function hasInlineLogo(mail: FullMail): boolean {
  return (
    mail.html.includes('<img') &&
    mail.attachments.some(({ contentType, inline }) => inline && contentType === 'image/png')
  );
}
