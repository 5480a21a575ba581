import type { CheckRule } from '../../check-rule.ts';
import { wholeBuckets } from '../../expression/whole-buckets.ts';
import { isBelow } from '../../stack/image-reference.ts';
import { alertFile } from '../examples/example-files.ts';

/** Bounds of buckets written as whole numbers. */
export const promqlLeLiteral: CheckRule = {
  id: 'promql/le-literal',
  severity: 'warning',
  why: 'Prometheus 3 stores the bound 1 as "1.0": a matcher on "1" selects nothing any more.',
  doc: 'le="1" and quantile="1", with = or !=. Regular expressions are taken to know both spellings.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('rate(wait_seconds_bucket{le="1"}[5m]) < 5') } },
      right: { files: { 'rules.yml': alertFile('rate(wait_seconds_bucket{le=~"1|1[.]0"}[5m]) < 5') } },
    },
  ],
  *run({ queries, targetVersions }) {
    const target = targetVersions.get('prometheus');
    if (target && isBelow(target.numbers, [3])) return;
    for (const { query, matcher, range } of wholeBuckets(queries)) {
      yield {
        place: query.placeOf(range),
        message: `the value of '${matcher.name}' is "${matcher.value}.0" since Prometheus 3`,
        fix: `write ${matcher.name}=~"${matcher.value}(?:[.]0)?", which both versions store`,
      };
    }
  },
};
