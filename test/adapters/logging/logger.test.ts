import { createLogger } from '../../../adapters/logging/logger';
import { Secret } from '../../../domain/secret';

const canary = 'canary-5f1d';

/** What a logger writes for one call. */
function written(...[fields, message]: [object, string?]): string {
  let lines = '';
  const destination = { write: (line: string) => void (lines += line) };
  createLogger({ level: 'debug', name: 'test', destination }).info(fields, message);
  return lines;
}

/** The value, wrapped in so many objects. */
function nested(value: object, depth: number): object {
  return depth === 0 ? value : { inner: nested(value, depth - 1) };
}

describe('the logger', () => {
  it('writes one JSON line with name, level, ISO time, fields and message', () => {
    const line = written({ organizationId: 'acme' }, 'Mail accepted');
    expect(JSON.parse(line)).toMatchObject({ level: 30, name: 'test', organizationId: 'acme', msg: 'Mail accepted' });
    expect(JSON.parse(line)).toHaveProperty('time', expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
    expect(line.endsWith('\n')).toBe(true);
  });

  it('leaves out what is below its level', () => {
    const lines: string[] = [];
    const logger = createLogger({
      level: 'warn',
      name: 'test',
      destination: { write: (line) => void lines.push(line) },
    });
    logger.info('quiet');
    logger.warn('loud');
    expect(lines).toHaveLength(1);
  });

  it.each(['authorization', 'cookie', 'set-cookie', 'password', 'pass', 'secret', 'token', 'access_token', 'apiKey'])(
    'strikes out %s at every depth that our lines have',
    (name) => {
      for (const depth of [0, 1, 2, 3, 4]) expect(written(nested({ [name]: canary }, depth))).not.toContain(canary);
      expect(written({ list: [{ [name]: canary }] })).not.toContain(canary);
    },
  );

  it('strikes out the headers of a request and the options of an error', () => {
    const error = Object.assign(new Error('refused'), { request: { headers: { authorization: canary } } });
    const line = written({ err: error, req: { headers: { authorization: canary, cookie: canary, accept: 'json' } } });
    expect(line).not.toContain(canary);
    expect(line).toContain('refused');
    expect(line).toContain('"accept":"json"');
  });

  it('never shows a secret, under any name and at any depth', () => {
    const secret = new Secret(canary);
    expect(written(nested({ uri: secret }, 7), `opened ${String(secret)}`)).not.toContain(canary);
    expect(written({ uri: secret })).toContain('[secret]');
  });
});
