const patienceMs = 3_000;

/** Whether at least one of the addresses answers with success. One image runs either service, each on its own port. */
export async function isAnyHealthy(addresses: readonly string[]): Promise<boolean> {
  const answers = await Promise.all(addresses.map(isHealthy));
  return answers.includes(true);
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs), redirect: 'error' });
    return response.ok;
  } catch {
    return false;
  }
}

async function main(addresses: readonly string[]): Promise<void> {
  process.exitCode = (await isAnyHealthy(addresses)) ? 0 : 1;
}

if (require.main === module) void main(process.argv.slice(2));
