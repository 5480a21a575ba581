import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exponentialHistogram } from '../../../test/histogram-arbitrary.ts';
import { equalHistograms } from './equal-histograms.ts';
import { histogramFraction } from './histogram-quantile.ts';
import { trimHistogram } from './trim-histogram.ts';

const bound = fc.double({ min: -50, max: 50, noNaN: true });

test('what is below a value and what is above it are the whole', () => {
  fc.assert(
    fc.property(exponentialHistogram, bound, (histogram, at) => {
      const below = trimHistogram(histogram, at, 'below');
      const above = trimHistogram(histogram, at, 'above');
      expect(below.count + above.count).toBeCloseTo(histogram.count, 6);
    }),
  );
});

test('as much is left below a value as its fraction says', () => {
  // Where the zero bucket cuts a bucket short, a fraction begins there and a trim does not.
  const plain = exponentialHistogram.filter(({ zeroThreshold }) => zeroThreshold === 0);
  fc.assert(
    fc.property(
      plain.filter(
        ({ count, positive, negative }) => count > 0 && positive.length > 0 && negative.length > 0,
      ),
      bound,
      (histogram, at) => {
        const fraction = histogramFraction(-Infinity, at, histogram).value;
        expect(trimHistogram(histogram, at, 'below').count).toBeCloseTo(fraction * histogram.count, 6);
      },
    ),
  );
});

test('nothing is cut off beyond infinity', () => {
  fc.assert(
    fc.property(exponentialHistogram, (histogram) => {
      expect(equalHistograms(trimHistogram(histogram, Infinity, 'below'), histogram)).toBe(true);
      expect(equalHistograms(trimHistogram(histogram, -Infinity, 'above'), histogram)).toBe(true);
      expect(trimHistogram(histogram, -Infinity, 'below').positive).toEqual([]);
    }),
  );
});
