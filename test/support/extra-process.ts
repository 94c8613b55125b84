import { join } from 'node:path';
import type { Stack } from '../../dev/stack';
import { ComponentProcess } from '../../dev/stack/component-process';

interface Kind {
  readonly name: 'worker' | 'api';
  readonly readyUrl: string;
}

/** Another worker or API on the stores of a stack, with variables of its own. */
export async function startExtraProcess(
  stack: Stack,
  { name, readyUrl }: Kind,
  own: Readonly<Record<string, string>>,
): Promise<ComponentProcess> {
  const extra = new ComponentProcess({
    name: `extra ${name}`,
    module: `../${name}/main`,
    readyUrl,
    environment: { ...stack.environment, ...own },
    dataDirectory: stack.dataDirectory,
    logFile: join(stack.dataDirectory, 'logs', `extra-${name}.log`),
  });
  await extra.ready();
  return extra;
}
