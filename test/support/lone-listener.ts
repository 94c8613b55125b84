import { join } from 'node:path';

import type { Stack } from '../../dev/stack';
import { ComponentProcess } from '../../dev/stack/component-process';
import { freePort } from '../../dev/support/ports';
import { peakMemory } from './peak-memory';

/** A listener in a process of its own (`worker/inbound-main`), beside the worker of a stack. */
export class LoneListener {
  readonly port: number;
  readonly #metricsPort: number;
  readonly #process: ComponentProcess;

  private constructor(process: ComponentProcess, port: number, metricsPort: number) {
    this.#process = process;
    this.port = port;
    this.#metricsPort = metricsPort;
  }

  static async start(stack: Stack): Promise<LoneListener> {
    const [port, metricsPort] = [await freePort(), await freePort()];
    const child = new ComponentProcess({
      name: 'lone listener',
      module: '../worker/inbound-main',
      readyUrl: `http://127.0.0.1:${metricsPort}/readyz`,
      environment: { ...stack.environment, INBOUND_SMTP_PORT: String(port), INBOUND_METRICS_PORT: String(metricsPort) },
      dataDirectory: stack.dataDirectory,
      logFile: join(stack.dataDirectory, 'logs', 'lone-listener.log'),
    });
    await child.ready();
    return new LoneListener(child, port, metricsPort);
  }

  /** How often something happened, by its counters. */
  async count(event: string): Promise<number> {
    const metrics = await (await fetch(`http://127.0.0.1:${this.#metricsPort}/metrics`)).text();
    const [, value] = new RegExp(`^inbound_mail_events_total\\{event="${event}"\\} (\\d+)$`, 'm').exec(metrics) ?? [];
    return Number(value);
  }

  /** The most memory that it ever held, in MiB. */
  async peakMemory(): Promise<number> {
    return await peakMemory(this.#process.pid);
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}
