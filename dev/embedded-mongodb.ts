import { join } from 'node:path';
import type { ComponentSpec } from './component-process';
import type { MongodbResolution } from './resolvers/mongodb';
import { freePort } from './support/ports';

/** How to start MongoDB for a data directory; its address stays the same over restarts. */
export async function mongodbSpec(
  resolution: Exclude<MongodbResolution, { kind: 'uri' }>,
  dataDirectory: string,
  logFile: string,
): Promise<ComponentSpec> {
  const directory = join(dataDirectory, 'mongodb');
  if (resolution.kind === 'mongod') {
    const options = { executable: resolution.path, directory, port: await freePort() };
    return { name: 'mongodb', module: 'components/mongod', options, logFile };
  }
  return {
    name: 'mongodb',
    module: 'components/mongodb-engine',
    options: { directory },
    logFile,
    node: resolution.node,
  };
}
