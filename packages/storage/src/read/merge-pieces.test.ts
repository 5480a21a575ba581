import { bitsOf, writeStaleAt } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryHistogram } from '../../test/arbitrary-histograms.ts';
import { joinPieces } from './join-pieces.ts';
import { mergePieces } from './merge-pieces.ts';
import type { Piece } from './run.ts';

const [histogram] = fc.sample(arbitraryHistogram, { numRuns: 1, seed: 1 });

/** A piece with some of the times 0 to 29; its values tell which piece they are of. */
const piece = fc
  .tuple(
    fc.uniqueArray(fc.nat(29), { minLength: 1, maxLength: 12 }),
    fc.constantFrom('values', 'stale', 'histograms'),
  )
  .map(([unordered, kind]) => (number: number): Piece => {
    const timestamps = Float64Array.from(unordered.toSorted((a, b) => a - b));
    const values = timestamps.map((timeMs) => number * 100 + timeMs);
    if (kind === 'stale') writeStaleAt(bitsOf(values), 0);
    if (kind !== 'histograms') return { timestamps, values };
    return {
      timestamps,
      values,
      histograms: Array.from(timestamps, (timeMs) => (timeMs % 2 === 0 ? histogram : undefined)),
    };
  });

/** Every sample as text, by its time: the first piece that has the time wins. */
function model(pieces: readonly Piece[]): string[] {
  const byTime = new Map<number, string>();
  for (const { timestamps, values, histograms } of pieces.toReversed()) {
    timestamps.forEach((timeMs, i) => byTime.set(timeMs, sampleText(values, histograms, i)));
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([timeMs, sample]) => `${timeMs} ${sample}`);
}

function sampleText(values: Float64Array, histograms: Piece['histograms'], i: number): string {
  return `${[...bitsOf(values).subarray(i * 2, i * 2 + 2)].join(' ')} ${histograms?.[i] === undefined ? '' : 'histogram'}`;
}

it('pieces that overlap are merged in order of time, and of equal times the one stored first is kept', () => {
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (makers) => {
      const pieces = makers.map((make, number) => make(number));
      const { timestamps, values, histograms } = joinPieces(mergePieces(pieces));
      const merged = Array.from(timestamps, (timeMs, i) => `${timeMs} ${sampleText(values, histograms, i)}`);
      expect(merged).toEqual(model(pieces));
    }),
    { numRuns: 300 },
  );
});

it('pieces that do not overlap are not copied', () => {
  const early = { timestamps: Float64Array.of(1, 2), values: Float64Array.of(1, 2) };
  const late = { timestamps: Float64Array.of(3, 4), values: Float64Array.of(3, 4) };
  expect(mergePieces([late, early])).toEqual([early, late]);
  expect(mergePieces([late, early])[0].values).toBe(early.values);
});
