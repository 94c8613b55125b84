import { execFile, spawn } from 'node:child_process';

const mostOutputBytes = 64 * 1024 * 1024;

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** What a finished command printed on both of its streams, in order of arrival. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Runs a program to its end. Rejects only if it could not be started or took too long. */
export async function execute(
  program: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.environment ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (cause) => {
      reject(new Error(`${program} could not be started`, { cause }));
    });
    child.once('close', (code, signal) => {
      if (signal === null) resolve({ code: code ?? 1, output });
      else reject(new Error(`${program} was stopped by ${signal} (limit ${options.timeoutMs ?? 'none'} ms)`));
    });
  });
}

/** Runs a program that has to succeed; the error carries the last lines that it printed. */
export async function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, output } = await execute(program, args, options);
  if (code === 0) return output;
  const lastLines = output.trim().split('\n').slice(-6).join('\n');
  throw new Error(`${program} ${args[0] ?? ''} ended with code ${code}:\n${lastLines}`);
}

/** What a program prints to its standard output when it is given this input; it has to succeed. */
export async function capture(
  program: string,
  args: readonly string[],
  { input, timeoutMs }: { readonly input: string; readonly timeoutMs: number },
): Promise<string> {
  return await new Promise((resolve, reject) => {
    const stop = { timeout: timeoutMs, maxBuffer: mostOutputBytes };
    const child = execFile(program, [...args], stop, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} ${args[0] ?? ''} failed: ${stderr.trim()}`, { cause: error }));
      else resolve(stdout);
    });
    child.stdin?.end(input);
  });
}
