import { isPasswordMask } from '../../domain/password-mask';

it.each(['********', '*', '••••••••', '●●●', ' ****** ', '[secret]', '[REDACTED]', '<hidden>'])(
  '%s is a mask',
  (text) => {
    expect(isPasswordMask(text)).toBe(true);
  },
);

it.each(['***x', 'hunter2*', '*•*', 'aaaaaaaa', '........', 'secret', ''])(
  '%s is a password that somebody may have',
  (text) => {
    expect(isPasswordMask(text)).toBe(false);
  },
);
