import type { Job, JobReader } from '../../../activities/ports/jobs';
import { jobId, type JobName } from '../../../domain/job';

/** Jobs that were started, and stand as a test has put them. */
export class FakeJobs implements JobReader {
  readonly #jobs = new Map<string, Job>();

  begin(name: JobName): void {
    const id = jobId(name);
    if (this.#jobs.has(id)) return;
    const standing = { state: 'under-way', endedAt: null, result: null, failure: null } as const;
    this.#jobs.set(id, { ...name, ...standing, startedAt: new Date().toISOString() });
  }

  end(name: JobName, ended: Partial<Job>): void {
    const standing = this.#jobs.get(jobId(name));
    if (standing === undefined) throw new Error(`No job ${jobId(name)}`);
    this.#jobs.set(jobId(name), { ...standing, endedAt: new Date().toISOString(), ...ended });
  }

  async find(name: JobName): Promise<Job | null> {
    return this.#jobs.get(jobId(name)) ?? null;
  }
}
