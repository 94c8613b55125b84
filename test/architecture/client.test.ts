import { readFile } from 'node:fs/promises';

import { clientTypes, clientTypesFile } from '../../dev/client-types';

describe('the client', () => {
  it('has the types that the OpenAPI document describes; npm run client:generate makes them anew', async () => {
    expect((await readFile(clientTypesFile, 'utf8')) === (await clientTypes())).toBe(true);
  });
});
