import fc from 'fast-check';

import { jobId, jobKinds, jobNamed } from '../../domain/job';

const hex = fc.stringMatching(/^[0-9a-f]{64}$/);

it('a job is named by its id, and by nothing else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...jobKinds), hex, (kind, commandId) => {
      const name = { kind, commandId };
      expect(jobNamed(jobId(name))).toEqual(name);
      expect(jobNamed(`${jobId(name)}0`)).toBeNull();
      expect(jobNamed(jobId(name).slice(1))).toBeNull();
      expect(jobNamed(jobId(name).toUpperCase())).toBeNull();
    }),
  );
});
