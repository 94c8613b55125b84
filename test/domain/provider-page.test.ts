import { providerPage } from '../../domain/providers/provider-page';
import { providerPresets } from '../../domain/provider-presets';

it('is a page of the provider, so that nobody is sent to somebody else’s account of it', () => {
  const pages = providerPresets.flatMap((preset) => {
    const page = providerPage(preset);
    return page === null ? [] : [[preset.id, new URL(page).hostname]];
  });
  expect(Object.fromEntries(pages)).toEqual({
    'microsoft-365': 'technet.microsoft.com',
    ionos: 'www.ionos.de',
    'mailbox-org': 'kb.mailbox.org',
    fastmail: 'www.fastmail.com',
    'amazon-ses': 'docs.aws.amazon.com',
    sendgrid: 'www.twilio.com',
    postmark: 'postmarkapp.com',
    mailgun: 'documentation.mailgun.com',
    brevo: 'developers.brevo.com',
    sparkpost: 'developers.sparkpost.com',
  });
});

it('is nothing where no page was read', () => {
  expect(providerPage({ source: null })).toBeNull();
});
