import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { Tally } from './tally.ts';

const duration = fc.oneof(
  fc.nat(50).map((microseconds) => microseconds / 1000),
  fc.nat(100_000_000).map((microseconds) => microseconds / 1000),
  fc.constantFrom(0, 0.001, 1, 60_000, 86_400_000),
);
const spans = fc.array(fc.tuple(duration, fc.boolean()), { minLength: 1, maxLength: 200 });

function tallyOf(counted: readonly (readonly [number, boolean])[]): Tally {
  const tally = new Tally();
  for (const [durationMs, isError] of counted) tally.count(durationMs, isError);
  return tally;
}

function written(tally: Tally): Uint8Array {
  const writer = new ByteWriter();
  tally.write(writer);
  return writer.copy();
}

describe('a tally', () => {
  it('estimates percentiles within a tenth, and knows mean, longest, calls and errors', () => {
    fc.assert(
      fc.property(spans, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (counted, share) => {
        const tally = tallyOf(counted);
        const durations = counted.map(([durationMs]) => durationMs).sort((a, b) => a - b);
        const exact = durations[Math.ceil(share * durations.length) - 1];
        expect(Math.abs(tally.percentileMs(share) - exact)).toBeLessThanOrEqual(exact * 0.1);
        expect(tally.meanMs).toBeCloseTo(
          durations.reduce((sum, each) => sum + each, 0) / durations.length,
          3,
        );
        expect(tally.maxMs).toBe(durations.at(-1));
        expect([tally.calls, tally.errors]).toEqual([
          counted.length,
          counted.filter(([, isError]) => isError).length,
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  it('of several parts, added up in memory or from bytes, is that of the whole', () => {
    fc.assert(
      fc.property(fc.array(spans, { minLength: 1, maxLength: 4 }), (parts) => {
        const added = new Tally();
        const read = new Tally();
        for (const part of parts) {
          added.add(tallyOf(part));
          read.addWritten(written(tallyOf(part)));
        }
        const whole = written(tallyOf(parts.flat()));
        expect([written(added), written(read)]).toEqual([whole, whole]);
      }),
    );
  });

  it('stays sound when durations are beyond all measure', () => {
    const tally = tallyOf(Array.from({ length: 3 }, () => [9e12, false]));
    const read = new Tally();
    read.addWritten(written(tally));
    expect([read.calls, read.maxMs]).toEqual([3, 9e12]);
    expect(read.meanMs).toBeGreaterThan(0);
  });
});
