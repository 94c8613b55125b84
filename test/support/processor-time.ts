/** Milliseconds of processor time that the work takes: the least of several runs, whatever else the machine does. */
export function processorTime(work: () => unknown, runs = 5): number {
  const times = Array.from({ length: runs }, () => {
    const started = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
