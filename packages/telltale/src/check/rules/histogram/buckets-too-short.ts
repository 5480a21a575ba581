import type { CheckRule } from '../../check-rule.ts';
import { histogram } from '../metric/example-programs.ts';

/** Durations that end above the last bucket. */
export const histogramBucketsTooShort: CheckRule = {
  id: 'histogram/buckets-too-short',
  severity: 'warning',
  preset: 'strict',
  why: 'Whatever takes longer falls into +Inf: every high percentile reads as the last bound.',
  doc: `A histogram of something that takes minutes (migration, import, export, backup, batch, job, extraction, training) or of calls of AI models, with buckets that end at 10 s, which is where those of the libraries end.`,
  examples: [
    {
      wrong: { files: { 'app.js': histogram('shop_backup_duration_seconds', '') } },
      right: {
        files: { 'app.js': histogram('shop_backup_duration_seconds', ', buckets: [1, 10, 60, 600, 1800]') },
      },
    },
  ],
  *run({ declarations }) {
    for (const { name, kind, hasBuckets, buckets, origin, placeOf } of declarations) {
      if (kind !== 'histogram' || origin === 'guide' || !LONG.test(name) || /_(?:ratio|bytes)$/.test(name))
        continue;
      const top = hasBuckets ? buckets?.filter(Number.isFinite).at(-1) : LIBRARY_TOP;
      if (top === undefined || top > LIBRARY_TOP) continue;
      const message = `the buckets of '${name}' end at ${top} s`;
      yield { place: placeOf('buckets'), message, fix: 'add buckets up to the longest that it may take' };
    }
  },
};

const LIBRARY_TOP = 10;
const LONG =
  /(?:^|_)(?:migration|import|export|backup|restore|batch|job|extraction|training|etl|report|build|deploy|ai|llm|inference|completion|embedding)(?:_|$)/;
