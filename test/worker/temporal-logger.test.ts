import { runInNewContext } from 'node:vm';

import { createLogger } from '../../adapters/logging/logger';
import { temporalLogger } from '../../worker/temporal-logger';

const canary = 'canary-77aa';

/** The one line that the SDK's logger leaves in the captured stream. */
function written(meta: Record<string, unknown>): { text: string; line: Record<string, unknown> } {
  let text = '';
  const destination = { write: (line: string) => void (text += line) };
  temporalLogger(createLogger({ level: 'info', name: 'worker', destination })).error('Activity failed', meta);
  return { text, line: JSON.parse(text) as Record<string, unknown> };
}

describe('the log of the Temporal SDK', () => {
  it('tells what an error was, and what caused it', () => {
    const cause = new RangeError('the pool is empty');
    const { line } = written({ error: new TypeError('no connection', { cause }), activityType: 'saveLifecycle' });
    expect(line).toMatchObject({
      level: 50,
      name: 'worker',
      msg: 'Activity failed',
      activityType: 'saveLifecycle',
      error: {
        type: 'TypeError',
        message: 'no connection',
        stack: expect.stringContaining('temporal-logger.test'),
        cause: { type: 'RangeError', message: 'the pool is empty' },
      },
    });
  });

  it.each(['error', 'err', 'reason'])('never shows what a library attached to an error under %s', (name) => {
    const attached = { command: { to: canary }, response: canary, toJSON: () => ({ document: canary }) };
    const cause = Object.assign(new Error('inner'), attached);
    const { text, line } = written({ [name]: Object.assign(new Error('outer', { cause }), attached) });
    expect(text).not.toContain(canary);
    expect(line).toMatchObject({ [name]: { type: 'Error', message: 'outer', cause: { message: 'inner' } } });
  });

  it('tells of errors that a workflow threw in its sandbox', () => {
    const error: unknown = runInNewContext(`Object.assign(new Error('from the sandbox'), { document: '${canary}' })`);
    const { text, line } = written({ error });
    expect(line).toMatchObject({ error: { type: 'Error', message: 'from the sandbox' } });
    expect(text).not.toContain(canary);
  });

  it('never shows what was thrown in the place of an error', () => {
    const { text, line } = written({ error: { document: canary } });
    expect(text).not.toContain(canary);
    expect(line).toMatchObject({ error: { type: 'object', message: expect.any(String) } });
  });
});
