import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { openApiDocument, type OpenApiDocument } from '../api/openapi';
import { routes } from '../api/route-table';
import { capture } from './support/command';

/** Where the generated types of the client lie, from the top of the project. */
export const clientTypesFile = 'client/schema.ts';

const preamble =
  '// Made from the OpenAPI document by `npm run client:generate`; a test compares the two. Change the routes instead.\n\n';
const patienceMs = 120_000;

/** The TypeScript types of the API, in the text that `clientTypesFile` has to hold. */
export async function clientTypes(): Promise<string> {
  const library = createRequire(join(process.cwd(), 'client/package.json')).resolve('openapi-typescript');
  const generator = join(dirname(library), '../bin/cli.js');
  const document = openApiDocument(routes, { publicUrl: 'https://api.example', issuer: '', version: '' });
  const input = JSON.stringify(withOptionalKeys(document), (name, value: unknown) =>
    isExample(name, value) ? undefined : readContent(value),
  );
  const types = await capture(process.execPath, [generator, '--default-non-nullable=false'], {
    input,
    timeoutMs: patienceMs,
  });
  return preamble + types;
}

/** The client reads the JSON that a text holds. */
function readContent(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'contentSchema' in value ? value.contentSchema : value;
}

/** Examples of whole bodies say nothing of types; those of a field, which are lists, become a comment. */
function isExample(name: string, value: unknown): boolean {
  return name === 'example' || (name === 'examples' && !Array.isArray(value));
}

/** The client makes an Idempotency-Key where its caller gives none. */
function withOptionalKeys(document: OpenApiDocument): object {
  const paths = Object.entries(document.paths).map(([path, methods]) => {
    const operations = Object.entries(methods).map(([method, operation]) => {
      const parameters = operation.parameters.map((parameter) =>
        parameter.name === 'Idempotency-Key' ? { ...parameter, required: false } : parameter,
      );
      return [method, { ...operation, parameters }];
    });
    return [path, Object.fromEntries(operations)];
  });
  return { ...document, paths: Object.fromEntries(paths) };
}
