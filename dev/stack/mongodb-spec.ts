import { join } from 'node:path';
import type { MongodbResolution } from '../resolvers/mongodb';
import { freePort } from '../support/ports';
import type { ComponentSpec } from './component-process';

/** How to start MongoDB for a data directory; its address stays the same over restarts. */
export async function mongodbSpec(
  resolution: Exclude<MongodbResolution, { kind: 'uri' }>,
  dataDirectory: string,
  logFile: string,
): Promise<ComponentSpec> {
  const directory = join(dataDirectory, 'mongodb');
  const spec = { name: 'mongodb', logFile, dataDirectory };
  if (resolution.kind === 'mongod') {
    const options = { executable: resolution.path, directory, port: await freePort() };
    return { ...spec, module: 'components/mongod', options };
  }
  return { ...spec, module: 'components/mongodb-engine', options: { directory }, node: resolution.node };
}
