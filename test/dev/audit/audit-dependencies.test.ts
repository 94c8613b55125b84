import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { auditDependencies } from '../../../dev/audit/audit-dependencies';
import { readRegistryReport } from '../../../dev/audit/registry-audit';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-'));
  await mkdir(join(folder, 'advisories/2026/11'), { recursive: true });
  await file('answers.md', 'nothing yet');
});

afterEach(() => rm(folder, { recursive: true }));

async function file(path: string, content: unknown): Promise<void> {
  await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
}

/** A lock file with these copies, by place. */
async function locked(copies: Readonly<Record<string, string>>): Promise<void> {
  const packages = Object.entries(copies).map(([path, version]) => [`node_modules/${path}`, { version }] as const);
  const own = { '': { version: '1.0.0' }, 'node_modules/ours': { link: true, resolved: 'ours' } };
  await file('lock.json', { lockfileVersion: 3, packages: { ...own, ...Object.fromEntries(packages) } });
}

/** An advisory as GitHub and OSV publish it. */
async function advised(id: string, about: Record<string, unknown>, rest: Record<string, unknown> = {}): Promise<void> {
  const affected = [{ package: { ecosystem: 'npm', name: 'parser' }, ...about }];
  await file(`advisories/2026/11/${id}.json`, { id, summary: 'It is weak', affected, ...rest });
}

async function audited(): Promise<{ code: number; open: unknown; answered: unknown; said: string }> {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const files = ['--lock', join(folder, 'lock.json'), '--answers', join(folder, 'answers.md')];
  const args = [...files, '--advisories', join(folder, 'advisories'), '--json'];
  const code = await auditDependencies(args, { out: say, err: say });
  const text = said.join('\n');
  if (code > 1) return { code, open: null, answered: null, said: text };
  const { open, answered } = JSON.parse(text) as Record<
    'open' | 'answered',
    { id: string; package: { path: string } }[]
  >;
  const short = (list: typeof open) => list.map(({ id, package: { path } }) => `${id} ${path}`);
  return { code, open: short(open), answered: short(answered), said: text };
}

const range = (...events: object[]) => ({ ranges: [{ type: 'SEMVER', events }] });

describe('an audit by advisories in a folder', () => {
  it.each<[string, string, object, boolean]>([
    ['before the introduction', '1.1.9', range({ introduced: '1.2.0' }, { fixed: '1.4.0' }), false],
    ['at the introduction', '1.2.0', range({ introduced: '1.2.0' }, { fixed: '1.4.0' }), true],
    ['right before the fix', '1.3.99', range({ introduced: '1.2.0' }, { fixed: '1.4.0' }), true],
    ['a preview of the fix', '1.4.0-rc.1', range({ introduced: '1.2.0' }, { fixed: '1.4.0' }), true],
    ['the fix', '1.4.0', range({ introduced: '1.2.0' }, { fixed: '1.4.0' }), false],
    ['of ten, not of one', '1.10.0', range({ introduced: '0' }, { fixed: '1.9.0' }), false],
    ['the last that has it', '2.0.0', range({ introduced: '0' }, { last_affected: '2.0.0' }), true],
    ['after the last that has it', '2.0.1', range({ introduced: '0' }, { last_affected: '2.0.0' }), false],
    ['without any fix', '99.0.0', range({ introduced: '0' }), true],
    [
      'of a second line',
      '2.1.0',
      range({ introduced: '0' }, { fixed: '1.4.0' }, { introduced: '2.0.0' }, { fixed: '2.2.0' }),
      true,
    ],
    ['between two lines', '1.5.0', range({ introduced: '0' }, { fixed: '1.4.0' }, { introduced: '2.0.0' }), false],
    ['named one by one', '1.0.1', { versions: ['1.0.1'] }, true],
    ['not named', '1.0.2', { versions: ['1.0.1'] }, false],
  ])('knows a version %s: %s', async (_name, version, about, isAffected) => {
    await locked({ parser: version });
    await advised('GHSA-1', { ...about });
    expect(await audited()).toMatchObject({
      code: isAffected ? 1 : 0,
      open: isAffected ? ['GHSA-1 node_modules/parser'] : [],
    });
  });

  it('finds every copy, wherever it lies, and no package of another name or ecosystem', async () => {
    await locked({ parser: '2.0.0', 'mail/node_modules/parser': '1.0.0', '@scope/parser': '1.0.0', other: '1.0.0' });
    await advised('GHSA-1', range({ introduced: '0' }, { fixed: '1.5.0' }));
    await advised('PYSEC-1', { package: { ecosystem: 'PyPI', name: 'other' }, ...range({ introduced: '0' }) });
    expect(await audited()).toMatchObject({ code: 1, open: ['GHSA-1 node_modules/mail/node_modules/parser'] });
  });

  it('takes a finding that the document names as answered, by its id or its CVE', async () => {
    await locked({ parser: '1.0.0' });
    await advised('GHSA-1', range({ introduced: '0' }));
    await advised('GHSA-2', range({ introduced: '0' }), { aliases: ['CVE-2026-1'] });
    await file('answers.md', 'GHSA-1 and CVE-2026-1 do no harm, because …');
    expect(await audited()).toMatchObject({ code: 0, open: [], answered: [expect.any(String), expect.any(String)] });
  });

  it('leaves out what was withdrawn', async () => {
    await locked({ parser: '1.0.0' });
    await advised('GHSA-1', range({ introduced: '0' }), { withdrawn: '2026-11-01T00:00:00Z' });
    expect(await audited()).toMatchObject({ code: 0, open: [] });
  });

  it('does not call unchecked what it could not check clean', async () => {
    await locked({ parser: '1.0.0' });
    await file('advisories/readme.json', '{"not": "one"}');
    const { code, said } = await audited();
    expect(code).toBe(2);
    expect(said).toContain('holds no advisories');
  });
});

describe('an audit by the registry', () => {
  const copies = [{ name: 'parser', version: '1.0.0', path: 'node_modules/parser' }];
  const url = 'https://github.com/advisories/GHSA-1';

  it('names each weakness once for each copy, and not those who only use it', () => {
    const own = { via: [{ url, title: 'It is weak', range: '<2' }], nodes: ['node_modules/parser'] };
    const user = { via: ['parser'], nodes: ['node_modules/mail'] };
    const report = JSON.stringify({ vulnerabilities: { parser: own, mail: user } });
    expect(readRegistryReport(report, copies)).toEqual([
      { id: 'GHSA-1', aliases: [], summary: 'It is weak', package: copies[0] },
    ]);
  });

  it('is none where the registry does not answer', () => {
    const refusal = JSON.stringify({ message: '405 Method Not Allowed', statusCode: 405 });
    expect(() => readRegistryReport(refusal, copies)).toThrow('does not answer npm audit: 405 Method Not Allowed');
  });
});
