import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import type { Intake } from './contenders/contender';
import type { BenchMail } from './mail';

/** One attempt to hand a mail over, in milliseconds since the epoch. */
export interface Handover {
  readonly organizationId: string;
  readonly startedAt: number;
  readonly answeredAt: number;
  /** Null where it was not taken over, or nobody can say. */
  readonly messageId: string | null;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const answerSchema = z.object({ messageId: z.string() });

/** How mails are handed over: as fast as so many callers get answers, or at a rate, whatever the answers take. */
export type Pace =
  { readonly kind: 'closed'; readonly callers: number } | { readonly kind: 'open'; readonly perSecond: number };

/** Hands the mails over and resolves when each has its answer. */
export async function handOver(mails: readonly BenchMail[], intake: Intake, pace: Pace): Promise<Handover[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: pace.kind === 'closed' ? pace.callers : 200 });
  const client = new IntakeClient(intake, agent);
  try {
    return await (pace.kind === 'closed'
      ? closedLoop(mails, client, pace.callers)
      : openLoop(mails, client, pace.perSecond));
  } finally {
    agent.destroy();
  }
}

async function closedLoop(mails: readonly BenchMail[], client: IntakeClient, callers: number): Promise<Handover[]> {
  const handovers: Handover[] = [];
  const queue = mails.values();
  const caller = async (): Promise<void> => {
    for (const mail of queue) handovers.push(await client.hand(mail, now()));
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return handovers;
}

/** A mail's time counts from when it was due, so that a stalled service cannot slow its own questions down. */
async function openLoop(mails: readonly BenchMail[], client: IntakeClient, perSecond: number): Promise<Handover[]> {
  const begin = now();
  const pending: Promise<Handover>[] = [];
  for (const [index, mail] of mails.entries()) {
    const dueAt = begin + (index * 1000) / perSecond;
    const wait = dueAt - now();
    if (wait > 1) await delay(wait);
    pending.push(client.hand(mail, Math.min(dueAt, now())));
  }
  return await Promise.all(pending);
}

class IntakeClient {
  readonly #intake: Intake;
  readonly #agent: Agent;
  readonly #url: URL;

  constructor(intake: Intake, agent: Agent) {
    this.#intake = intake;
    this.#agent = agent;
    this.#url = new URL(intake.url);
  }

  async hand(mail: BenchMail, startedAt: number): Promise<Handover> {
    const { organizationId } = mail;
    const answer = await this.#post(JSON.stringify(this.#intake.body(mail)));
    const answeredAt = now();
    if (answer.status !== 202) return { organizationId, startedAt, answeredAt, messageId: null };
    const body: unknown = JSON.parse(answer.text);
    const { messageId } = answerSchema.parse(body);
    this.#intake.accepted(body, messageId);
    return { organizationId, startedAt, answeredAt, messageId };
  }

  async #post(body: string): Promise<Answer> {
    const headers = {
      ...this.#intake.headers(),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return await new Promise((resolve) => {
      const call = request(this.#url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.once('error', () => resolve({ status: 0, text: '' }));
      });
      call.once('error', () => resolve({ status: 0, text: '' }));
      call.end(body);
    });
  }
}

/** With fractions of a millisecond, on the clock that all processes of the machine share. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
