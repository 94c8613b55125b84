import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBounces } from '../../tools/parse-bounces';
import { dsnReport, perMessage, statusBlock } from '../support/bounce-mails';

const run = (...args: string[]): { code: number; out: string; err: string } => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = parseBounces(
    args,
    (text) => out.push(text),
    (text) => err.push(text),
  );
  return { code, out: out.join('\n'), err: err.join('\n') };
};

describe('the parse-bounces command', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bounces-'));
    writeFileSync(join(folder, 'one.eml'), dsnReport(perMessage + statusBlock('a@x.example', 'failed', '5.1.1')));
    writeFileSync(join(folder, 'two.eml'), dsnReport(perMessage + statusBlock('b@x.example', 'failed', '4.4.7')));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const expect1 = { recipient: 'a@x.example', kind: 'failed', reason: 'userunknown', hard: true };
  const expected = (value: unknown): void => writeFileSync(join(folder, 'expected.json'), JSON.stringify(value));

  it('prints the reading of each file', () => {
    const { code, out } = run(folder);
    expect(code).toBe(0);
    expect(out).toContain('one.eml\n  a@x.example  failed  userunknown  hard  5.1.1');
    expect(out).toContain('no expected.json');
  });

  it('prints one JSON object with shares and misses', () => {
    expected({
      'one.eml': [expect1],
      'two.eml': [{ ...expect1, recipient: 'b@x.example', kind: 'delayed', hard: false }],
    });
    const report: unknown = JSON.parse(run(folder, '--json').out);
    expect(report).toMatchObject({
      files: 2,
      mailsPerSecond: expect.any(Number),
      accuracy: { recipient: 1, kind: 1, hard: 1, reason: 0.5 },
      misses: [{ file: 'two.eml', expected: { reason: 'userunknown' }, got: { kind: 'delayed', reason: 'expired' } }],
    });
  });

  it('counts an expected file that is missing as wrong', () => {
    expected({ 'none.eml': [expect1] });
    expect(JSON.parse(run(folder, '--json').out)).toMatchObject({
      accuracy: { recipient: 0 },
      misses: [{ got: null }],
    });
  });

  it.each([
    ['no folder', [], 'Give one folder'],
    ['two folders', ['a', 'b'], 'Give one folder'],
    ['an unknown option', ['--jsn', '.'], 'Unknown option --jsn'],
    ['a folder that does not exist', ['/no/such/folder'], 'no such folder'],
  ])('explains what is wrong with %s', (_name, args, message) => {
    const { code, err } = run(...args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it('explains what is wrong with the expectations', () => {
    expected({ 'one.eml': [{ recipient: 'a@x.example' }] });
    expect(run(folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining('needs recipient, kind, reason and hard'),
    });
    writeFileSync(join(folder, 'expected.json'), '{');
    expect(run(folder).err).toContain('not valid JSON');
  });

  it('prints its usage', () => {
    expect(run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Usage: npm run -s parse-bounces') });
  });
});
