import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const kit = '@mantine/core';
const importOfKit = /import \{([^}]+)\} from '@mantine\/core';/g;

/**
 * Takes what the dashboards import of the component kit from its own files, and the styles of each part with the part.
 * Through the kit's one big index, everything that any view uses would be loaded with the first page.
 */
export function kitParts(project: string): Plugin {
  const root = join(project, 'node_modules', kit);
  const places = placesOfParts(readFileSync(join(root, 'esm', 'index.mjs'), 'utf8'));
  const own = join(project, 'web');
  return {
    name: 'kit-parts',
    enforce: 'pre',
    transform(code, id) {
      if (id.startsWith(own)) {
        return code.replaceAll(importOfKit, (_, names: string) => importsOf(names, places, root));
      }
      const style = styleOf(id, root);
      // Behind the part's own imports, so that the styles of what it is made of come first.
      return style === undefined ? undefined : `${code}\nimport ${JSON.stringify(style)};`;
    },
  };
}

interface Place {
  readonly file: string;
  readonly name: string;
}

function placesOfParts(index: string): ReadonlyMap<string, Place> {
  const lines = [...index.matchAll(/import \{([^}]+)\} from "\.\/([^"]+)"/g)];
  return new Map(
    lines.flatMap(([, names = '', file = '']) =>
      names.split(',').map((part): [string, Place] => {
        const [name = '', alias = name] = part.trim().split(' as ');
        return [alias, { file, name }];
      }),
    ),
  );
}

function importsOf(names: string, places: ReadonlyMap<string, Place>, root: string): string {
  const wanted = names.split(',').map((name) => name.trim());
  const lines = wanted
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((wish) => {
      const [name = '', alias = name] = wish.split(' as ');
      const place = places.get(name);
      if (!place) throw new Error(`${kit} has no ${name}`);
      return `import { ${place.name} as ${alias} } from ${JSON.stringify(join(root, 'esm', place.file))};`;
    });
  return lines.join(' ');
}

function styleOf(id: string, root: string): string | undefined {
  if (!id.startsWith(join(root, 'esm', 'components')) || !id.endsWith('.mjs')) return undefined;
  const part = dirname(id).slice(join(root, 'esm', 'components').length + 1);
  const style = join(root, 'styles', `${part}.css`);
  return id.endsWith(join(part, `${part}.mjs`)) && existsSync(style) ? style : undefined;
}
