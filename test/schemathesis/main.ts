import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { resolveSchemathesis, type SchemathesisProgram } from '../../dev/resolvers/schemathesis';
import { workflowBundleFile } from '../support/embedded-bundle';
import { goLive } from '../support/going-live';
import { RealStack, temporaryDataDirectory } from '../support/real-stack';
import { callerShares, type CallerShare } from './callers';
import { LoadBalancer } from './load-balancer';
import { runSchemathesis } from './schemathesis-run';

/** As many as there are processors that the machine of a CI has at least. */
const atOnce = 2;

/** Much is asked within a minute, and every answer is to be one that says something about the request. */
const environment = {
  API_RATE_LIMIT_PER_MINUTE: '1000000',
  API_RATE_LIMIT_PER_ORGANIZATION: '1000000',
  CHECKS_PER_HOUR: '1000',
  CHECK_UNREACHABLE_SECONDS: '0',
  API_TRUSTED_PROXIES: '127.0.0.1/32',
  LOG_LEVEL: 'warn',
};

const report = (line: string) => void process.stderr.write(`${line}\n`);

/** `npm run schemathesis [-- CALLER…]`: holds the running service against its own OpenAPI document, as each role. */
async function main(wanted: readonly string[]): Promise<boolean> {
  const shares = callerShares().filter(({ caller }) => wanted.length === 0 || wanted.includes(caller));
  if (shares.length === 0)
    throw new Error(
      `Callers are ${callerShares()
        .map(({ caller }) => caller)
        .join(', ')}`,
    );
  const program = await resolveSchemathesis(report);
  const bundle = await workflowBundleFile(report);
  process.env['TEST_WORKFLOW_BUNDLE'] = bundle;
  const directory = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const data = await temporaryDataDirectory();
  const real = await RealStack.start(data.path, { environment });
  try {
    await somethingToSee(real);
    return await runAll(real, program, shares, directory);
  } finally {
    await real.stop();
    await data.remove();
    await rm(directory, { recursive: true, force: true });
  }
}

async function runAll(
  real: RealStack,
  program: SchemathesisProgram,
  shares: readonly CallerShare[],
  directory: string,
): Promise<boolean> {
  const balancer = await LoadBalancer.inFrontOf(real.stack.addresses.api);
  const left = [...shares];
  let areClean = true;
  const takeNext = async (): Promise<void> => {
    for (let share = left.shift(); share; share = left.shift()) {
      const token = await real.api.token(share.caller);
      const { isClean, output, seconds } = await runSchemathesis({
        program,
        url: balancer.url,
        token,
        share,
        directory,
      });
      areClean &&= isClean;
      if (!isClean) process.stdout.write(`${output}\n`);
      const verdict = isClean ? 'as the document says' : 'NOT as the document says';
      process.stdout.write(
        `${share.caller}: ${share.operationIds.length} operations, ${verdict} (${seconds.toFixed(0)} s)\n`,
      );
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, takeNext));
  } finally {
    await balancer.stop();
  }
  return areClean;
}

/** A live server and a mail: lists and documents that are not empty. */
async function somethingToSee(real: RealStack): Promise<void> {
  await goLive(real);
  await real.organization.hand('partner@partner.example');
}

main(process.argv.slice(2)).then(
  (areClean) => process.exit(areClean ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(2);
  },
);
