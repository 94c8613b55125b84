import fc from 'fast-check';
import { afterRefusal, circuitState, closedCircuit, restMs, type Circuit } from '../../domain/circuit-breaker';

const pauses = { firstMs: 1_000, longestMs: 8_000 };

function refusedAt(times: readonly number[]): Circuit {
  return times.reduce<Circuit>((circuit, time) => afterRefusal(circuit, time, 0, pauses), closedCircuit);
}

describe('the circuit of a server', () => {
  it('is closed until the server refuses, then open for a while, then half-open', () => {
    expect(circuitState(closedCircuit, 0)).toBe('closed');
    const open = refusedAt([5_000]);
    expect([5_000, 5_999, 6_000].map((time) => circuitState(open, time))).toEqual(['open', 'open', 'half-open']);
    expect([5_000, 5_400, 6_000].map((time) => restMs(open, time))).toEqual([1_000, 600, 0]);
  });

  it('stays open twice as long with each refusal, up to the longest pause', () => {
    expect(restMs(refusedAt([0, 1_000]), 1_000)).toBe(2_000);
    expect(restMs(refusedAt([0, 1_000, 3_000, 7_000, 15_000]), 15_000)).toBe(8_000);
  });

  it('counts refusals while it is open as the one that opened it', () => {
    expect(refusedAt([0, 10, 20, 999])).toEqual(refusedAt([0]));
  });

  it('spreads its end by up to a fifth, so that servers are not all asked again in the same moment', () => {
    expect(restMs(afterRefusal(closedCircuit, 0, 1, pauses), 0)).toBe(1_200);
  });

  it('asks a server that always refuses ever more seldom, and never gives it up', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20_000), { minLength: 1, maxLength: 50 }), (waits) => {
        let [circuit, now, asked]: [Circuit, number, number[]] = [closedCircuit, 0, []];
        for (const wait of waits) {
          now += wait;
          if (circuitState(circuit, now) === 'open') continue;
          asked.push(now);
          circuit = afterRefusal(circuit, now, 0, pauses);
        }
        asked.slice(1).forEach((time, index) => {
          const pause = Math.min(1_000 * 2 ** index, 8_000);
          expect(time - (asked[index] ?? 0)).toBeGreaterThanOrEqual(pause);
        });
        expect(restMs(circuit, now)).toBeLessThanOrEqual(8_000);
      }),
    );
  });
});
