import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMail } from '../../../adapters/mime/read-mail';
import { readBounce } from '../../../domain/bounces/read-bounce';
import { compare } from '../../../tools/bounce-accuracy';
import { readExpectations } from '../../../tools/bounce-folder';

const folder = join(__dirname, 'reports');
const expectations = readExpectations(folder) ?? new Map<string, never>();

describe('reports in the forms that mail servers write them in', () => {
  it('are there', () => {
    expect(expectations.size).toBeGreaterThan(60);
  });

  it.each([...expectations.entries()])('are read as expected: %s', (file, expected) => {
    const reading = readBounce(readMail(readFileSync(join(folder, file))));
    expect(compare([{ file, reading }], new Map([[file, expected]])).misses).toEqual([]);
  });
});
