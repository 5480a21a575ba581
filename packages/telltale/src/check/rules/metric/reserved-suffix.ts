import type { CheckRule } from '../../check-rule.ts';
import { counter } from './example-programs.ts';

/** Names with the endings of histograms. */
export const metricReservedSuffix: CheckRule = {
  id: 'metric/reserved-suffix',
  severity: 'error',
  why: 'These endings belong to the series of histograms: queries and tools take the metric for a part of one.',
  doc: `A declared counter, gauge or histogram whose own name ends in _bucket, _sum or _count where a histogram of the name in front of it is declared too; _bucket always.`,
  examples: [
    {
      wrong: { files: { 'app.js': counter('shop_wait_seconds_bucket') } },
      right: { files: { 'app.js': counter('shop_waits_total') } },
    },
  ],
  *run({ declarations }) {
    const histograms = new Set(
      declarations.filter(({ kind }) => kind === 'histogram' || kind === 'summary').map(({ name }) => name),
    );
    for (const { name, placeOf } of declarations) {
      const suffix = /_(?:bucket|sum|count)$/.exec(name)?.[0] ?? '';
      if (suffix === '' || (suffix !== '_bucket' && !histograms.has(name.slice(0, -suffix.length)))) continue;
      yield {
        place: placeOf('name'),
        message: `'${name}' ends like a series of a histogram`,
        fix: `leave ${suffix} out`,
      };
    }
  },
};
