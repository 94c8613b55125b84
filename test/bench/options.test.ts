import { readOptions } from '../../bench/options';

const read = (...args: string[]) => readOptions(args, ['delivery', 'lifecycle']);

it('runs everything once at full size unless it is told otherwise', () => {
  expect(read('lifecycle')).toEqual({
    name: 'lifecycle',
    json: false,
    scale: 1,
    rounds: 2,
    organizations: null,
    document: null,
    workloads: [],
    contenders: [],
  });
  expect(read('delivery', '--quick')).toMatchObject({ scale: 0.1, rounds: 1 });
  expect(read('lifecycle', '--organizations', '1000', '--json')).toMatchObject({ organizations: 1_000, json: true });
});

it.each([
  [[], 'Name one bench'],
  [['nothing'], 'There is no bench named nothing'],
  [['lifecycle', '--organizations', '99'], '--organizations'],
  [['lifecycle', '--organizations', 'many'], '--organizations'],
  [['delivery', '--scale', '2'], '--scale'],
  [['delivery', '--rounds', '0'], '--rounds'],
  [['delivery', '--speed', '9'], '--speed'],
])('refuses %j and says why', (args, reason) => {
  expect(() => read(...args)).toThrow(reason);
});
