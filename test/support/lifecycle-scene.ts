import type { TestWorkflowEnvironment } from '@temporalio/testing';

import { LifecycleClient } from './lifecycle-client';
import { RecordedLifecycle } from './recorded-lifecycle';
import { startWorkflowWorker, type WorkflowWorker } from './workflow-worker';

const dayMs = 24 * 60 * 60 * 1000;
/** Days that pass within one call. */
const atOnce = 10;

/** What a test has at hand while it runs. */
interface Stage {
  readonly worker: WorkflowWorker;
  readonly world: RecordedLifecycle;
  readonly lifecycle: LifecycleClient;
}

/**
 * For the tests of one file: a server for all of them, and for each a worker and the lifecycle of an organization of its
 * own, which has come as far as `prepare` brings it.
 */
export class LifecycleScene {
  #environment: TestWorkflowEnvironment | undefined;
  #stage: Stage | undefined;

  constructor(
    open: () => Promise<TestWorkflowEnvironment>,
    prepare: (scene: LifecycleScene) => Promise<void> = async () => {},
  ) {
    beforeAll(async () => {
      this.#environment = await open();
    });
    afterAll(async () => {
      await this.#environment?.teardown();
    });
    beforeEach(async () => {
      const world = new RecordedLifecycle();
      const worker = await startWorkflowWorker(this.environment.nativeConnection, world.activities());
      const lifecycle = new LifecycleClient(this.environment.client, worker.taskQueue);
      this.#stage = { worker, world, lifecycle };
      await prepare(this);
    });
    afterEach(async () => {
      await this.lifecycle.handle.terminate();
      await this.worker.stop();
    });
  }

  get environment(): TestWorkflowEnvironment {
    return present(this.#environment);
  }

  get worker(): WorkflowWorker {
    return present(this.#stage).worker;
  }

  get world(): RecordedLifecycle {
    return present(this.#stage).world;
  }

  get lifecycle(): LifecycleClient {
    return present(this.#stage).lifecycle;
  }

  /** Lets so many days pass on a server whose clock jumps: some at a time, since it ends connections that wait for long. */
  async pass(days: number): Promise<void> {
    for (let left = days; left > 0; left -= atOnce) await this.environment.sleep(Math.min(left, atOnce) * dayMs);
  }
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The scene stands only while a test runs');
  return value;
}
