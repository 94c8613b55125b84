import { writeFile } from 'node:fs/promises';

import { clientTypes, clientTypesFile } from './client-types';

/** `npm run client:generate`: makes the client's types anew after a change of the API. */
async function main(): Promise<void> {
  await writeFile(clientTypesFile, await clientTypes());
  console.log(`${clientTypesFile} is up to date.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
