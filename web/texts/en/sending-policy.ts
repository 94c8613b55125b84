import type { Texts } from '../texts';

/** How fast the own server is used. */
export const sendingPolicy: Texts['sendingPolicy'] = {
  title: 'Limits of the mail server',
  text: 'Enter only what the server explicitly asks for. Empty fields follow what we know of the provider. Holds from the next mail on.',
  usual: 'as the provider allows',
  range: '{{least}} to {{most}}',
  limits: {
    connections: 'Connections at a time',
    mailsPerMinute: 'Mails per minute',
    recipientsPerTransaction: 'Recipients per transaction',
  },
  deduplication: 'Does the server recognise a mail that it has had?',
  deduplicationHint: 'Some providers take the same mail no second time if a header carries the same identifier.',
  noDeduplication: 'No, or I do not know (usual)',
  deduplicationWarning:
    'Where the server’s answer got lost, we then send the mail again instead of asking somebody. If your provider does not promise this header, recipients get copies.',
};
