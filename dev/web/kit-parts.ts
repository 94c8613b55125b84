import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const kit = '@mantine/core';
const importOfClasses = /from "\.[^"]*\/(\w+)\.module\.mjs"/g;
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
      const styles = stylesOf(code, id, root).map((style) => `\nimport ${JSON.stringify(style)};`);
      // Behind the part's own imports, so that the styles of what it is made of come first.
      return styles.length === 0 ? undefined : `${code}${styles.join('')}`;
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

/** The styles of the classes that a file of the kit uses. */
function stylesOf(code: string, id: string, root: string): readonly string[] {
  if (!id.startsWith(join(root, 'esm'))) return [];
  return [...code.matchAll(importOfClasses)].map(([, part = '']) => join(root, 'styles', `${part}.css`));
}
