import type { CheckRule } from '../../check-rule.ts';
import { histogramBucketShape } from './bucket-shape.ts';
import { histogramBucketSlo } from './bucket-slo.ts';
import { histogramBucketsTooCoarse } from './buckets-too-coarse.ts';
import { histogramBucketsTooShort } from './buckets-too-short.ts';
import { histogramDefaultBuckets } from './default-buckets.ts';
import { histogramInflightBlind } from './inflight-blind.ts';

/** Rules of histograms. */
export const HISTOGRAM_RULES: readonly CheckRule[] = [
  histogramBucketShape,
  histogramBucketSlo,
  histogramBucketsTooCoarse,
  histogramBucketsTooShort,
  histogramDefaultBuckets,
  histogramInflightBlind,
];
