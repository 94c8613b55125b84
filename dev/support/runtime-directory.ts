import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

/**
 * A directory for sockets that belong to a data directory. It lies in /tmp, because the path of a socket may not be
 * longer than about 100 bytes and that of a data directory can be; only this user may enter it.
 */
export function runtimeDirectory(dataDirectory: string): string {
  const ours = `/tmp/mail-server-approval-${userInfo().uid}`;
  createPrivately(ours);
  const directory = join(ours, createHash('sha256').update(dataDirectory).digest('hex').slice(0, 12));
  createPrivately(directory);
  return directory;
}

function createPrivately(directory: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const found = lstatSync(directory);
  const isPrivate = found.isDirectory() && found.uid === userInfo().uid && (found.mode & 0o077) === 0;
  if (!isPrivate) throw new Error(`${directory} is open to other users: remove it and start again.`);
}
