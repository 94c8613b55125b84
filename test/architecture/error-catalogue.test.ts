import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { errorsDocument } from '../../api/errors-document';
import { errorCatalogue, errorCodes } from '../../domain/errors';

const document = readFileSync(join(__dirname, '../../docs/errors.md'), 'utf8');

describe('the error catalogue', () => {
  const headings = [...document.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

  it('has an entry in docs/errors.md for every code', () => {
    expect(errorCodes.filter((code) => !headings.includes(code))).toEqual([]);
  });

  it('has a code for every entry in docs/errors.md', () => {
    expect(headings.filter((heading) => !errorCodes.some((code) => code === heading))).toEqual([]);
  });

  it('reads in docs/errors.md as the service shows it', () => {
    expect(document).toBe(errorsDocument());
  });

  it('has a client or server error status for every code', () => {
    expect(Object.values(errorCatalogue).filter(({ status }) => status < 400 || status > 599)).toEqual([]);
  });

  it('calls exactly the troubles that may pass retryable', () => {
    const retryable = errorCodes.filter((code) => errorCatalogue[code].retryable);
    expect(retryable.filter((code) => errorCatalogue[code].status < 429)).toEqual([]);
    const passing = errorCodes.filter((code) => [429, 503].includes(errorCatalogue[code].status));
    expect(passing.filter((code) => !retryable.includes(code))).toEqual([]);
  });
});
