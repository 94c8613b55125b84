// Loaded into a service that knows nothing of the supervisor (`node --require`): ends it when the supervisor is gone.

const SHUTDOWN_LIMIT_MS = 25_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), SHUTDOWN_LIMIT_MS).unref();
});
// The channel alone must not keep the service running.
process.channel?.unref();
