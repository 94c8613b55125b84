import { apiBench } from './api/api-bench';
import type { Bench, BenchReport } from './bench';
import { deliveryBench } from './delivery/delivery-bench';
import { writeDocument } from './document';
import { inboundBench } from './inbound/inbound-bench';
import { lifecycleBench } from './lifecycle/lifecycle-bench';
import { readOptions, UsageError } from './options';

const benches: Readonly<Record<string, Bench>> = {
  api: apiBench,
  delivery: deliveryBench,
  inbound: inboundBench,
  lifecycle: lifecycleBench,
};

const usage = `npm run bench -- NAME [options]

${Object.entries(benches)
  .map(([name, { says }]) => `  ${name.padEnd(12)}${says}`)
  .join('\n')}

  --json                 nothing but one JSON object on the standard output, as its last line
  --scale X              this part of the work (1), for want of time; the report says so
  --quick                --scale 0.1 --rounds 1: for development, not to be quoted
  --rounds N             alternating rounds for each workload (2)
  --organizations N      lifecycle: so many organizations at last (10,000)
  --workloads A,B        api, delivery, lifecycle: only these
  --contenders A,B       delivery: only these
  --document FILE        replaces this bench's part of a Markdown file, as in docs/benchmarks.md
`;

/** `npm run bench -- NAME`: measures, and says what it found. */
async function main(args: readonly string[]): Promise<void> {
  const { name, json, document, ...context } = readOptions(args, Object.keys(benches));
  const say = (text: string): void => void (json ? process.stderr : process.stdout).write(`${text}\n`);
  const progress = (line: string): void => say(`${process.uptime().toFixed(0).padStart(5)} s  ${line}`);
  const keep = async ({ markdown }: BenchReport): Promise<void> => {
    if (document !== null) await writeDocument(document, name, markdown);
  };
  const report = await benches[name]?.run({ ...context, progress, interim: keep });
  if (report === undefined) return;
  say(`\n${report.markdown}`);
  await keep(report);
  if (json) process.stdout.write(`${JSON.stringify(report.figures)}\n`);
}

// What was started ends with this process, the stores by their own exit handler.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(error instanceof UsageError ? `${error.message}\n\n${usage}` : `${message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
