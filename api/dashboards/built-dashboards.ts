import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the build of `web/` left: one page, and files whose names change with their content. */
export interface BuiltDashboards {
  /** Address of the folder with the files, to be served below `/assets`. */
  readonly assets: string;
  /** The page, as the text between the places where a nonce belongs. */
  readonly page: readonly string[];
}

/** What the build writes where each answer needs a nonce of its own. */
export const nonceMark = '__CSP_NONCE__';

/** `dist/web`, for the compiled service and for one that runs from its sources. */
const folder = join(__dirname, '..', '..', ...(__filename.endsWith('.ts') ? ['dist'] : []), 'web');

/** The dashboards of this build; null where they were not built. */
export function builtDashboards(built: string = folder): BuiltDashboards | null {
  try {
    const page = readFileSync(join(built, 'index.html'), 'utf8').split(nonceMark);
    return { assets: join(built, 'assets'), page };
  } catch {
    return null;
  }
}
