import fc from 'fast-check';

import { returnPathInForce, returnPathModes } from '../../domain/return-path';
import { undeliverablesTargets } from '../../domain/undeliverable-routing';

const modes = fc.constantFrom(...returnPathModes);
const targets = fc.constantFrom(...undeliverablesTargets);

describe('the return path in force', () => {
  it('follows rule 6 by default', () => {
    expect(returnPathInForce({ undeliverablesTo: 'admin' }, null)).toBe('direct');
    expect(returnPathInForce({ undeliverablesTo: 'reply-to' }, null)).toBe('reply-to');
  });

  it('is what was chosen, whatever the default would be', () => {
    fc.assert(
      fc.property(targets, modes, fc.option(fc.array(modes)), (undeliverablesTo, returnPath, accepted) => {
        expect(returnPathInForce({ undeliverablesTo, returnPath }, accepted)).toBe(returnPath);
      }),
    );
  });

  it('by default never is one that the server is known to refuse, save the admin address', () => {
    fc.assert(
      fc.property(targets, fc.array(modes), (undeliverablesTo, accepted) => {
        const mode = returnPathInForce({ undeliverablesTo, returnPath: null }, accepted);
        expect(mode === 'direct' || accepted.includes(mode)).toBe(true);
      }),
    );
  });
});
