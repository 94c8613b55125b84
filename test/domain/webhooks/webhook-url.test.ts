import fc from 'fast-check';

import { webhookUrlFault } from '../../../domain/webhooks/webhook-url';

it.each([
  'https://hooks.customer.example/mail-server',
  'https://hooks.customer.example:8443/a?token=x',
  'https://192.0.2.1/events',
  'https://[2001:db8::1]/events',
])('events can be sent to %s', (url) => {
  expect(webhookUrlFault(url)).toBeNull();
});

it.each([
  ['', 'NOT_A_URL'],
  ['hooks.customer.example', 'NOT_A_URL'],
  [`https://hooks.customer.example/${'x'.repeat(2_000)}`, 'NOT_A_URL'],
  ['http://hooks.customer.example/', 'NOT_HTTPS'],
  ['ftp://hooks.customer.example/', 'NOT_HTTPS'],
  ['javascript:alert(1)', 'NOT_HTTPS'],
  ['https://user:secret@hooks.customer.example/', 'HAS_CREDENTIALS'],
  ['https://hooks.customer.example/#part', 'HAS_FRAGMENT'],
  ['https://localhost/', 'HOST_INVALID'],
  ['https://mongodb:27017/', 'HOST_INVALID'],
] as const)('no event can be sent to "%s": %s', (url, fault) => {
  expect(webhookUrlFault(url)).toBe(fault);
});

it('whatever is typed gets an answer, and what is taken is an https URL that sends nobody a password', () => {
  fc.assert(
    fc.property(fc.oneof(fc.webUrl({ withFragments: true }), fc.string(), fc.webAuthority()), (text) => {
      if (webhookUrlFault(text) !== null) return;
      const { protocol, username, password, hash } = new URL(text);
      expect({ protocol, username, password, hash }).toEqual({
        protocol: 'https:',
        username: '',
        password: '',
        hash: '',
      });
    }),
  );
});
