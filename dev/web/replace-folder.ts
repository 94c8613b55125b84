import { rename, rm } from 'node:fs/promises';

/** More builds than that are never ready in the same moment. */
const mostTries = 50;

/** Puts a folder in the place of another, which may be missing. Where several processes do so at once, each place is whole. */
export async function replaceFolder(draft: string, target: string): Promise<void> {
  const aside = `${draft}.before`;
  for (let tries = 1; ; tries += 1) {
    await rename(target, aside).catch(unless('ENOENT'));
    try {
      await rename(draft, target);
      break;
    } catch (error) {
      // Somebody else was faster: theirs is put aside with the next try.
      if (tries === mostTries) throw error;
      unless('ENOTEMPTY', 'EEXIST')(error);
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
}

function unless(...codes: readonly string[]): (error: unknown) => void {
  return (error) => {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    if (!codes.some((each) => each === code)) throw error;
  };
}
