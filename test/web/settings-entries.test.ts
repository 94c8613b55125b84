import fc from 'fast-check';
import { hostWarningOf, warningOf } from '../../web/admin/settings/entry-warnings';
import { withPort, withSecurity } from '../../web/admin/settings/port-security';

describe('port and encryption in the settings form', () => {
  it.each([
    [465, 'tls'],
    [587, 'starttls'],
    [25, 'starttls'],
    [2525, 'starttls'],
  ] as const)('belong together: port %d brings %s along', (port, security) => {
    const other = security === 'tls' ? 'starttls' : 'tls';
    expect(withPort({ port: 1, security: other }, port)).toEqual({ port, security });
  });

  it('leave the encryption alone for a port that only the operator of the server knows', () => {
    expect(withPort({ port: 587, security: 'tls' }, 10_465)).toEqual({ port: 10_465, security: 'tls' });
  });

  it('move from one usual port to the other with the encryption', () => {
    expect(withSecurity({ port: 587, security: 'starttls' }, 'tls')).toEqual({ port: 465, security: 'tls' });
    expect(withSecurity({ port: 465, security: 'tls' }, 'starttls')).toEqual({ port: 587, security: 'starttls' });
    expect(withSecurity({ port: 2525, security: 'starttls' }, 'starttls').port).toBe(2525);
    expect(withSecurity({ port: 10_465, security: 'tls' }, 'starttls').port).toBe(10_465);
  });

  it('never contradict each other, whatever is chosen in whatever order', () => {
    const port = fc.constantFrom(25, 465, 587, 2525, 10_000);
    const steps = fc.array(fc.oneof(port, fc.constantFrom('tls' as const, 'starttls' as const)), { maxLength: 8 });
    fc.assert(
      fc.property(steps, (chosen) => {
        let at: ReturnType<typeof withPort> = { port: 587, security: 'starttls' };
        for (const step of chosen) at = typeof step === 'number' ? withPort(at, step) : withSecurity(at, step);
        if (at.port === 465) expect(at.security).toBe('tls');
        if ([25, 587, 2525].includes(at.port)) expect(at.security).toBe('starttls');
      }),
    );
  });
});

describe('warnings about what was typed or pasted', () => {
  it.each([
    ['secret', null],
    ['', null],
    [' secret', 'spacesAround'],
    ['secret\t', 'spacesAround'],
    ['abcd efgh ijkl mnop', 'spacesInside'],
    ['secret\n', 'lineBreak'],
    ['••••••••', 'masked'],
    ['********', 'masked'],
  ])('say of %j: %s', (text, warning) => {
    expect(warningOf(text)).toBe(warning);
  });

  it.each([
    ['smtp.customer.example', null],
    [' smtp.customer.example ', null],
    ['https://mail.customer.example/', 'scheme'],
    ['smtp.customer.example/inbox', 'scheme'],
    ['smtp customer', 'spacesInside'],
  ])('say of the host %j: %s', (text, warning) => {
    expect(hostWarningOf(text)).toBe(warning);
  });
});
