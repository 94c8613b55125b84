import type { InboundEvent } from '../../../adapters/inbound/inbound-events';
import { RoutingQueue } from '../../../adapters/inbound/routing-queue';
import { CatalogueError } from '../../../domain/errors';

/** A workflow service that answers when it is told to. */
class Service {
  readonly started: string[] = [];
  readonly #open: ((error?: Error) => void)[] = [];

  async route({ id }: { id: string }): Promise<void> {
    this.started.push(id);
    await new Promise<void>((resolve, reject) => {
      this.#open.push((error) => (error === undefined ? resolve() : reject(error)));
    });
  }

  async answer(error?: Error): Promise<void> {
    for (const settle of this.#open.splice(0)) settle(error);
    await jest.advanceTimersByTimeAsync(0);
  }
}

let service: Service;
let events: InboundEvent[];
let queue: RoutingQueue;

beforeEach(() => {
  jest.useFakeTimers();
  service = new Service();
  events = [];
  queue = new RoutingQueue({
    router: service,
    observer: { count: (event) => void events.push(event) },
    onError: () => undefined,
  });
});

afterEach(() => {
  queue.close();
  jest.useRealTimers();
});

const stored = async (): Promise<'stored'> => await Promise.resolve('stored');
const bounce = (id: string) => ({ id, class: 'bounce' }) as const;

/** Something is being stored until the returned function is called. */
function storing(): () => void {
  let end = (): void => undefined;
  const pending = new Promise<void>((resolve) => {
    end = resolve;
  });
  void queue.after(bounce('held'), async () => await pending);
  return end;
}

async function take(...ids: string[]): Promise<void> {
  for (const id of ids) await queue.after(bounce(id), stored);
}

it('starts the routing of a mail as soon as it is stored, and not before', async () => {
  const end = storing();
  expect(service.started).toEqual([]);
  end();
  await jest.advanceTimersByTimeAsync(0);
  expect(service.started).toEqual(['held']);
});

it('starts nothing for a mail that could not be stored', async () => {
  const failure = new CatalogueError('STORE_UNAVAILABLE');
  await expect(queue.after(bounce('a'), async () => await Promise.reject(failure))).rejects.toBe(failure);
  expect(service.started).toEqual([]);
});

it('gives way while others are being stored, but never stands still', async () => {
  storing();
  await take('a', 'b', 'c');
  expect(service.started).toEqual(['a']);
  await jest.advanceTimersByTimeAsync(50);
  expect(service.started).toEqual(['a', 'b']);
  await jest.advanceTimersByTimeAsync(50);
  expect(service.started).toEqual(['a', 'b', 'c']);
});

it('makes up for it once nothing is being stored, a few at a time', async () => {
  const end = storing();
  await take(...Array.from({ length: 12 }, (_none, index) => `mail-${index}`));
  end();
  await jest.advanceTimersByTimeAsync(0);
  expect(service.started).toHaveLength(8);
  await service.answer();
  expect(service.started).toHaveLength(13);
});

it('starts once what came twice while it waited', async () => {
  storing();
  await take('a', 'b', 'b');
  await jest.advanceTimersByTimeAsync(500);
  expect(service.started).toEqual(['a', 'b']);
});

it('goes on after a start that failed, which the sweep makes up for', async () => {
  storing();
  await take('a', 'b');
  await service.answer(new CatalogueError('WORKFLOW_UNAVAILABLE'));
  await jest.advanceTimersByTimeAsync(50);
  expect(events).toEqual(['routing_failed']);
  expect(service.started).toEqual(['a', 'b']);
});

it('leaves to the sweep what would take too much memory', async () => {
  storing();
  await take(...Array.from({ length: 20_002 }, (_none, index) => `mail-${index}`));
  expect(events).toEqual(['routing_deferred']);
});

it('begins nothing more once it is closed', async () => {
  storing();
  await take('a', 'b');
  queue.close();
  await jest.advanceTimersByTimeAsync(500);
  expect(service.started).toEqual(['a']);
});
