import { eventually } from '../../support/eventually';
import type { RealStack } from '../../support/real-stack';

const recipients = [
  ['maria.gruber@kanzlei-gruber.example', 'Bitte unterzeichnen: Rahmenvertrag 2026'],
  ['t.nguyen@baustoffe-ost.example', 'Erinnerung: Mietvertrag Hauptstraße 12'],
  ['no-such-user@partner.example', 'Bitte unterzeichnen: Geheimhaltungsvereinbarung'],
  ['office@spedition-kern.example', 'Fertig unterzeichnet: Liefervertrag Nr. 4711'],
  ['jana.koller@stadtbibliothek.example', 'Bitte unterzeichnen: Werkvertrag Lesung'],
] as const;

/** Hands over some mails of a usual morning, and waits until they have gone their way. */
export async function mailTraffic({ api, organization }: RealStack): Promise<void> {
  for (const [to, subject] of recipients) {
    const body = { organizationId: organization.id, category: 'transactional', to: [to], subject, text: 'Guten Tag' };
    await api.call('POST', '/v1/messages', 'backend', { body });
  }
  await eventually('all mails have gone their way', async () => {
    const { body } = await api.get(`/v1/organizations/${organization.id}/messages?limit=50`, 'backend');
    const items = body['items'];
    return Array.isArray(items) && items.length >= recipients.length && !JSON.stringify(items).includes('"accepted"');
  });
}

const hourMs = 3_600_000;

/** Shows two of the mails as ones whose server hesitates, and one whose answer got lost. */
export async function mailsInTrouble({ database, organization }: RealStack): Promise<void> {
  const mails = database.collection('outbox');
  const answer = { replyCode: 451, enhancedStatus: '4.7.1', text: '4.7.1 Greylisted, please try again in 5 minutes' };
  const show = async (subject: RegExp, state: string, said: object | null): Promise<void> => {
    const nextAttemptAt = state === 'deferred' ? new Date(Date.now() + hourMs) : null;
    const change = { state, nextAttemptAt, 'recipients.0.state': state, 'recipients.0.answer': said };
    await mails.updateOne({ organizationId: organization.id, subject }, { $set: change });
  };
  await show(/^Erinnerung/, 'deferred', answer);
  await show(/Lesung$/, 'deferred', answer);
  await show(/4711$/, 'held', null);
}
