import fc from 'fast-check';

import { passwordAuthentication } from '../../domain/authentication';
import { settingsFaults, type MailServerSettings } from '../../domain/mail-server-settings';
import { publicTrust } from '../../domain/server-trust';
import { providerFindings } from '../../domain/provider-findings';
import { presetFor, providerPresets } from '../../domain/provider-presets';
import { providerTraps, userNameKinds } from '../../domain/providers/provider-preset';
import { trapTexts, userNameTexts } from '../../domain/texts/provider-texts';

const settings: MailServerSettings = {
  host: 'smtp.office365.com',
  port: 587,
  security: 'starttls',
  user: 'mailer@customer.de',
  authentication: passwordAuthentication,
  trust: publicTrust,
  senderAddress: 'contracts@customer.de',
  senderName: 'Customer',
};

function codes(changes: Partial<MailServerSettings>): string[] {
  return providerFindings({ ...settings, ...changes }).map(({ code }) => code);
}

describe('the providers that we know', () => {
  it('are told apart by their ids and hosts', () => {
    const ids = providerPresets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const hosts = providerPresets.flatMap((preset) => [...preset.hosts, ...preset.wrongHosts]);
    expect(new Set(hosts).size).toBe(hosts.length);
  });

  it.each([
    'Microsoft 365',
    'Google Workspace',
    'Microsoft Exchange Server',
    'Amazon SES',
    'Twilio SendGrid',
    'Postmark',
    'Mailgun',
    'IONOS (1&1)',
    'Hetzner',
    'STRATO',
    'mailbox.org',
    'GMX',
    'WEB.DE',
    'Zoho Mail',
    'Brevo',
    'Mailjet',
  ])('include %s', (name) => {
    expect(providerPresets.map((preset) => preset.name)).toContain(name);
  });

  it.each(providerPresets)('could be entered as they stand: $name', (preset) => {
    const { hosts, endpoints, fixedUser, userName, traps } = preset;
    expect(endpoints.length).toBeGreaterThan(0);
    expect(traps.length).toBeGreaterThan(0);
    expect(fixedUser !== null).toBe(userName === 'fixed');
    const user = fixedUser ?? (userName === 'key' ? 'AKIA4711' : 'mailer@customer.de');
    for (const host of hosts) {
      for (const endpoint of endpoints) {
        const given = { ...settings, host, ...endpoint, user };
        expect(settingsFaults(given)).toEqual([]);
        expect(presetFor(host)).toBe(preset);
        const contradictions = providerFindings(given).filter(({ id }) => id !== 'egress-provider-login');
        expect(contradictions.map(({ code }) => code)).toEqual(['PROVIDER_RECOGNISED']);
      }
    }
  });

  it('say in both languages what to know of them', () => {
    for (const locale of ['de', 'en'] as const) {
      expect(Object.keys(trapTexts[locale]).toSorted()).toEqual([...providerTraps].toSorted());
      expect(Object.keys(userNameTexts[locale]).toSorted()).toEqual([...userNameKinds].toSorted());
    }
    for (const trap of providerTraps) expect(trapTexts.de[trap]).not.toBe(trapTexts.en[trap]);
  });

  it('name the page that they were read against, or say that there was none', () => {
    const sites = Object.fromEntries(
      providerPresets.map(({ id, source }) => [id, source === null ? null : new URL(source).hostname]),
    );
    const registry = 'github.com';
    expect(sites).toEqual({
      'microsoft-365': 'technet.microsoft.com',
      'outlook-com': registry,
      // Every customer has a server of its own, or what stands here is known from use alone.
      exchange: null,
      'google-workspace-relay': null,
      'all-inkl': null,
      'google-workspace': 'developer.nylas.com',
      ionos: 'www.ionos.de',
      hetzner: registry,
      strato: registry,
      'mailbox-org': 'kb.mailbox.org',
      gmx: registry,
      'web-de': registry,
      't-online': registry,
      zoho: registry,
      fastmail: 'www.fastmail.com',
      'amazon-ses': 'docs.aws.amazon.com',
      sendgrid: 'www.twilio.com',
      postmark: 'postmarkapp.com',
      mailgun: 'documentation.mailgun.com',
      brevo: 'developers.brevo.com',
      mailjet: 'rubydoc.info',
      sparkpost: 'developers.sparkpost.com',
    });
    for (const { source } of providerPresets) expect(source ?? 'https:').toMatch(/^https:/);
  });

  it.each(providerPresets)('do not contradict themselves: $name', (preset) => {
    const { hosts, patterns, wrongHosts, endpoints, authentications, traps, limits } = preset;
    const implicit = new Set([465, 2465]);
    for (const { port, security } of endpoints) expect(security).toBe(implicit.has(port) ? 'tls' : 'starttls');
    expect(new Set(endpoints.map(({ port }) => port)).size).toBe(endpoints.length);
    if (traps.includes('STARTTLS_ONLY')) expect(endpoints.map(({ security }) => security)).not.toContain('tls');
    expect(traps.includes('FIXED_USER_NAME')).toBe(preset.fixedUser !== null);
    for (const trap of ['TOKEN_TWICE', 'KEY_PAIR_AS_LOGIN'] as const) {
      if (traps.includes(trap)) expect(preset.userName).toBe('key');
    }
    expect(authentications.length).toBeGreaterThan(0);
    expect(new Set(traps).size).toBe(traps.length);
    for (const limit of Object.values(limits)) expect(limit ?? 1).toBeGreaterThan(0);
    for (const wrong of wrongHosts.map((name) => name.replace('*', 'any'))) {
      expect(presetFor(wrong)).toBe(preset);
      const [user, endpoint] = [preset.fixedUser ?? 'mailer@customer.de', endpoints[0] ?? {}];
      expect(codes({ host: wrong, user, ...endpoint })).toContain('PROVIDER_HOST_MISMATCH');
    }
    for (const name of [...hosts, ...patterns]) expect(name).toMatch(/^(?:\*|[a-z0-9-]+)(?:\.(?:\*|[a-z0-9-]+))+$/);
    for (const selector of preset.dkimSelectors) expect(selector).toMatch(/^[a-z0-9-]+$/);
    expect(preset.spfMechanism ?? 'include:x.example').toMatch(/^include:[a-z0-9_.-]+$/);
  });

  it('have no trap that nobody uses', () => {
    expect(new Set(providerPresets.flatMap(({ traps }) => traps))).toEqual(new Set(providerTraps));
  });
});

describe('a host', () => {
  it.each([
    ['smtp.office365.com', 'microsoft-365'],
    ['SMTP.Office365.COM.', 'microsoft-365'],
    ['customer-de.mail.protection.outlook.com', 'microsoft-365'],
    ['email-smtp.us-west-2.amazonaws.com', 'amazon-ses'],
    ['www123.your-server.de', 'hetzner'],
    ['w0123456.kasserver.com', 'all-inkl'],
    ['smtp.1und1.de', 'ionos'],
    ['alt1.aspmx.l.google.com', 'google-workspace'],
  ])('%s belongs to %s', (host, id) => {
    expect(presetFor(host)?.id).toBe(id);
  });

  it.each([
    'evil-smtp.office365.com.attacker.de',
    'xsmtp.office365.com',
    's3.eu-central-1.amazonaws.com',
    '8.8.8.8',
    '',
  ])('belongs to nobody that we know: %j', (host) => {
    expect(presetFor(host)).toBeUndefined();
  });

  it('of a stranger is no reason for a finding', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        fc.pre(presetFor(host) === undefined);
        expect(providerFindings({ ...settings, host })).toEqual([]);
      }),
    );
  });
});

describe('settings that contradict what is known', () => {
  const recognised = 'PROVIDER_RECOGNISED';
  const ending = 'PROVIDER_BASIC_AUTH_ENDING';
  const sendGrid = { host: 'smtp.sendgrid.net', user: 'apikey' };

  it.each<[string, Partial<MailServerSettings>, string[]]>([
    ['nothing', {}, [recognised, ending]],
    ['Microsoft 365 at port 465', { port: 465, security: 'tls' }, [recognised, 'PROVIDER_PORT_MISMATCH', ending]],
    ['the other encryption', { security: 'tls' }, [recognised, 'PROVIDER_PORT_MISMATCH', ending]],
    ['a user name without a domain', { user: 'mailer' }, [recognised, 'PROVIDER_USER_NOT_AN_ADDRESS', ending]],
    ['the server for mailboxes', { host: 'outlook.office365.com' }, [recognised, 'PROVIDER_HOST_MISMATCH', ending]],
    ['another user at SendGrid', { ...sendGrid, user: 'me@customer.de' }, [recognised, 'PROVIDER_USER_NOT_FIXED_NAME']],
    ['the fixed user at SendGrid', sendGrid, [recognised]],
    ['an address at Postmark', { host: 'smtp.postmarkapp.com' }, [recognised, 'PROVIDER_USER_NOT_A_KEY']],
  ])('%s', (_name, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('are warnings that name what to enter', () => {
    const results = providerFindings({ ...settings, port: 465, security: 'tls' });
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'warn', 'warn']);
    expect(results[1]?.facts).toEqual({
      provider: 'Microsoft 365',
      given: '465 (TLS)',
      expected: ['587 (STARTTLS)', '25 (STARTTLS)'],
    });
    expect(results[0]?.facts).toMatchObject({ connections: 3, mailsPerMinute: 30 });
  });
});
