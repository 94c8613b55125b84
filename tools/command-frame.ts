/** Where a command writes. */
export interface CommandWorld {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** What a command that looks after a deployment ends with. */
export const exitCodes = { done: 0, found: 1, failed: 2, wrongUsage: 3 } as const;

/** What a command has of its own; all the rest is the frame's. */
export interface FramedCommand<Options> {
  readonly usage: string;
  /** Stands in front of the reason when it could not be done. */
  readonly failure: string;
  /** Throws for arguments that cannot be. */
  readonly readOptions: (args: readonly string[]) => Options;
  /** Does it; whoever called has to see to something where `isClean` is false. */
  readonly run: (options: Options) => Promise<{ readonly text: string; readonly isClean: boolean }>;
}

/** Runs a command and returns its exit code: 0 done, 1 something to see to, 2 could not be done, 3 usage. */
export async function runFramed<Options extends { readonly help?: boolean | undefined }>(
  { usage, failure, readOptions, run }: FramedCommand<Options>,
  args: readonly string[],
  { out, err }: CommandWorld,
): Promise<number> {
  const options = readableOptions(readOptions, args);
  if (options === null) {
    err(usage);
    return exitCodes.wrongUsage;
  }
  if (options.help === true) {
    out(usage);
    return exitCodes.done;
  }
  try {
    const { text, isClean } = await run(options);
    out(text);
    return isClean ? exitCodes.done : exitCodes.found;
  } catch (error) {
    err(`${failure}: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodes.failed;
  }
}

/** Lets a command be this process's program. */
export async function runAsProgram(
  command: (args: readonly string[], world: CommandWorld) => Promise<number>,
): Promise<void> {
  process.exitCode = await command(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  });
}

function readableOptions<Options>(read: (args: readonly string[]) => Options, args: readonly string[]): Options | null {
  try {
    return read(args);
  } catch {
    return null;
  }
}
