import { existsSync } from 'node:fs';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../dev/support/command';
import type { HandedMail } from '../support/delivery-history';
import { eventually } from '../support/eventually';
import { FaultWorld, recoveryMs } from '../support/fault-world';
import { tidyUp } from '../support/tidy-up';

const startMs = 180_000;
/** The engine may end itself while the disk is full, and its recovery takes its time on a slow one. */
const testMs = 300_000;
/** Room for the engine's preallocated journal, and for a moment more. */
const diskMb = 700;
const organization = 'acme';
/** Large, so that a full disk shows after few of them. */
const text = 'Please sign the agreement.\n'.repeat(30_000);

/** A disk of one's own takes root and a loop device; where they are missing the test is reported as skipped. */
const canMount = process.getuid?.() === 0 && existsSync('/dev/loop-control');
const whereDisksCanBeMade = canMount ? describe : describe.skip;

let world: FaultWorld;
let disk = '';
const afterwards = tidyUp(startMs);

beforeAll(async () => {
  if (!canMount) return;
  jest.spyOn(console, 'error').mockImplementation();
  world = await FaultWorld.start(afterwards, [organization], async (dataDirectory) => {
    disk = join(dataDirectory, 'mongodb');
    const image = join(dataDirectory, 'disk.img');
    await mkdir(disk);
    await run('truncate', ['-s', `${diskMb}M`, image]);
    await run('mkfs.ext4', ['-q', '-m', '0', image]);
    await run('mount', ['-o', 'loop', image, disk]);
    afterwards(async () => void (await run('umount', ['-l', disk])));
  });
}, startMs);

whereDisksCanBeMade('a disk that is full', () => {
  it(
    'lets no mail be acknowledged that is not written; when there is room again, each goes out once',
    async () => {
      const filler = join(disk, 'filler');
      await fill(filler);
      const handed = await handUntilRefused();
      expect(handed.at(-1)?.outcome).toBe('unknown');
      const late = await world.hand(organization, { text });
      expect(late.outcome).not.toBe('accepted');

      await rm(filler);
      for (const mail of [...handed, late]) {
        const taken = mail.outcome === 'accepted' ? mail : await again(mail);
        expect(await world.restOf(taken)).toMatch(/^(sent|held)$/);
      }
      await world.expectKeptPromises();
    },
    testMs,
  );
});

async function handUntilRefused(): Promise<HandedMail[]> {
  const handed: HandedMail[] = [];
  while (handed.length < 400 && (handed.at(-1)?.outcome ?? 'accepted') === 'accepted') {
    handed.push(await world.hand(organization, { text }));
  }
  return handed;
}

async function again({ key, recipients }: HandedMail): Promise<HandedMail> {
  return await eventually(
    'the mail is taken over',
    async () => {
      const repeated = await world.hand(organization, { key, to: recipients[0] ?? '', text });
      return repeated.outcome === 'accepted' && repeated;
    },
    recoveryMs,
  );
}

/** Reserves what is free, without writing it: a slow disk would take minutes. Then writes until nothing more goes. */
async function fill(path: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  const reserveMb = Math.floor((bavail * bsize) / 1024 / 1024) - 8;
  await run('fallocate', ['-l', `${reserveMb}M`, path]);
  const file = await open(path, 'a');
  const piece = Buffer.alloc(64 * 1024, 'x');
  try {
    for (;;) await file.write(piece);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await file.close();
  }
}
