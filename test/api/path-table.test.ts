import fc from 'fast-check';

import { PathTable } from '../../api/path-table';
import { routes } from '../../api/route-table';

function tableOf(...paths: readonly string[]): PathTable<string> {
  const table = new PathTable<string>();
  for (const path of paths) table.add(path, path);
  return table;
}

describe('a path', () => {
  it('leads to the place of its template, with its variable segments decoded', () => {
    const table = tableOf('/v1/organizations/:organizationId/messages', '/v1/messages');
    const found = table.find('/v1/organizations/a%20b/messages');
    expect(found).toEqual({ place: '/v1/organizations/:organizationId/messages', params: { organizationId: 'a b' } });
    expect(table.find('/v1/messages')).toEqual({ place: '/v1/messages', params: {} });
  });

  it('leads to the fixed place before a variable one would take it in, whichever was added first', () => {
    const table = tableOf('/reviews/:id', '/reviews/next', '/:kind/:id', '/:kind/next', '/reviews/:id/x');
    expect(table.find('/reviews/next')?.place).toBe('/reviews/next');
    expect(table.find('/reviews/7')?.place).toBe('/reviews/:id');
    expect(table.find('/drifts/next')?.place).toBe('/:kind/next');
    expect(table.find('/drifts/7')?.place).toBe('/:kind/:id');
  });

  it.each(['/V1/messages', '/v1/messages/', '//v1/messages', '/v1//7', '/v1', '/', '', '/v1/messages/1/2', '*'])(
    'leads nowhere unless it fits to the letter: %j',
    (path) => {
      expect(tableOf('/v1/messages', '/v1/:id/x', '/v1/messages/:id').find(path)).toBeNull();
    },
  );

  it('leads nowhere but to its place where it holds a slash in disguise, or a name of every object', () => {
    const table = tableOf('/v1/:id');
    expect(table.find('/v1/a%2Fb')).toEqual({ place: '/v1/:id', params: { id: 'a/b' } });
    expect(table.find('/v1/__proto__')).toEqual({ place: '/v1/:id', params: { id: '__proto__' } });
    expect(table.find('/constructor/x')).toBeNull();
  });

  it('that cannot be decoded is an error', () => {
    expect(() => tableOf('/v1/:id').find('/v1/%E0%A4%A')).toThrow(URIError);
  });

  it('of any route leads to that route, whatever its variable segments are', () => {
    const table = tableOf(...new Set(routes.map(({ path }) => path)));
    const segment = fc.string({ minLength: 1, unit: 'binary' }).map((text) => `~${text}`);
    fc.assert(
      fc.property(fc.constantFrom(...routes), segment, ({ path }, text) => {
        const found = table.find(path.replaceAll(/:\w+/g, encodeURIComponent(text)));
        expect(found?.place).toBe(path);
        expect(new Set(Object.values(found?.params ?? {}))).toEqual(new Set(path.includes(':') ? [text] : []));
      }),
    );
  });
});
