// The frame of every program here: options come with the first message, and "ready" goes back.

/**
 * Runs a program. `start` may answer with details for whoever started it; the program ends with its starter.
 * @param {(options: any) => Promise<object | void>} start
 */
export function runProgram(start) {
  process.once('disconnect', () => process.exit(0));
  process.once('message', (options) => {
    start(options).then(
      (details) => process.send({ type: 'ready', details: details ?? {} }),
      (error) => process.send({ type: 'failed', message: String(error) }),
    );
  });
}
