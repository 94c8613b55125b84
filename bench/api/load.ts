import { Agent, request } from 'node:http';

import { percentile } from '../support/statistics';

/** One request of a load, made anew each time. */
export interface Shot {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadFigures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A closed loop: so many connections, each asking again as soon as it has its answer. Rejects at an answer that is none. */
export async function runLoad(shot: () => Shot, connections: number, seconds: number): Promise<LoadFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const startedAt = performance.now();
  const until = startedAt + seconds * 1000;
  const times: number[] = [];
  const ask = async (): Promise<void> => {
    while (performance.now() < until) {
      const before = performance.now();
      await answered(agent, shot());
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  agent.destroy();
  const tookSeconds = (performance.now() - startedAt) / 1000;
  return { perSecond: times.length / tookSeconds, p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) };
}

async function answered(agent: Agent, { method, url, headers, body }: Shot): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const asked = request(url, { agent, method, headers }, (response) => {
      const status = response.statusCode ?? 0;
      response.once('error', reject).resume();
      response.once('end', () => (status < 300 ? resolve() : reject(new Error(`${url} answered ${status}`))));
    });
    asked.once('error', reject);
    asked.end(body);
  });
}
