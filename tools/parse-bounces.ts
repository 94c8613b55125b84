import { compare, type Comparison } from './bounce-accuracy';
import { readExpectations, readFolder, UsageError, type FileReading, type FolderReading } from './bounce-folder';

const usage = `Usage: npm run -s parse-bounces -- DIR [--json]

Reads every .eml file of DIR as a bounce. With an expected.json in DIR it also tells the share of recipients,
kinds, hard/soft and reasons that were read right.

  --json   print one object: {files, mailsPerSecond, accuracy, misses}
  --help   print this text`;

/** Runs the command and returns its exit code: 0 done, 2 called in a way that cannot work. */
export function parseBounces(
  args: readonly string[],
  out: (text: string) => void,
  err: (text: string) => void,
): number {
  const known = new Set(['--json', '--help']);
  const folders = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.find((arg) => arg.startsWith('--') && !known.has(arg));
  if (args.includes('--help')) {
    out(usage);
    return 0;
  }
  if (unknown !== undefined || folders.length !== 1) {
    err(
      unknown === undefined
        ? `Give one folder, not ${folders.length}.\n\n${usage}`
        : `Unknown option ${unknown}.\n\n${usage}`,
    );
    return 2;
  }
  try {
    report(folders[0] ?? '', args.includes('--json'), out);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    err(error.message);
    return 2;
  }
}

function report(folder: string, json: boolean, out: (text: string) => void): void {
  const expectations = readExpectations(folder);
  const found = readFolder(folder);
  const comparison = expectations === null ? null : compare(found.readings, expectations);
  if (json) {
    const { mailsPerSecond, readings } = found;
    const { accuracy = null, misses = [] } = comparison ?? {};
    out(JSON.stringify({ files: readings.length, mailsPerSecond, accuracy, misses }, null, 2));
    return;
  }
  for (const reading of found.readings) out(describe(reading));
  out(summary(found, comparison));
}

function describe({ file, reading }: FileReading): string {
  if (reading.recipients.length === 0) return `${file}\n  no report found`;
  const lines = reading.recipients.map((one) => {
    const codes = [one.enhancedStatus, one.replyCode].filter((code) => code !== '').join(' ');
    return `  ${one.recipient}  ${one.kind}  ${one.reason}  ${one.hard ? 'hard' : 'soft'}  ${codes}`.trimEnd();
  });
  return [file, ...lines].join('\n');
}

function summary({ readings, mailsPerSecond }: FolderReading, comparison: Comparison | null): string {
  const speed = `\n${readings.length} files, ${mailsPerSecond} mails per second`;
  if (comparison === null) return `${speed}; no expected.json to compare with`;
  const { recipient, kind, hard, reason } = comparison.accuracy;
  const shares = `recipient ${percent(recipient)}, kind ${percent(kind)}, hard/soft ${percent(hard)}, reason ${percent(reason)}`;
  const misses = comparison.misses.map(({ file, expected, got }) => {
    const read = got === null ? 'nothing' : `${got.recipient} ${got.kind} ${got.reason}`;
    return `  ${file}: expected ${expected.recipient} ${expected.kind} ${expected.reason}, got ${read}`;
  });
  return [speed, `read right: ${shares}`, ...misses].join('\n');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

if (require.main === module) {
  process.exitCode = parseBounces(
    process.argv.slice(2),
    (text) => process.stdout.write(`${text}\n`),
    (text) => process.stderr.write(`${text}\n`),
  );
}
