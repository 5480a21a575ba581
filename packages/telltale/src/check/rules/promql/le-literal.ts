import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

const WRITTEN_AS_FLOAT: ReadonlySet<string> = new Set(['le', 'quantile']);

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
  *run({ queries }) {
    for (const { query, node } of nodesOfKind(queries, 'vector')) {
      for (const { matcher, range } of placedMatchers(query.text, node)) {
        const isWhole = /^-?\d+$/.test(matcher.value) && (matcher.op === '=' || matcher.op === '!=');
        if (!isWhole || !WRITTEN_AS_FLOAT.has(matcher.name)) continue;
        if (matcher.name === 'le' && !(metricNameOf(node) ?? '').endsWith('_bucket')) continue;
        yield {
          place: query.placeOf(range),
          message: `the value of '${matcher.name}' is "${matcher.value}.0" since Prometheus 3`,
          fix: `write ${matcher.name}=~"${matcher.value}(?:[.]0)?", which both versions store`,
        };
      }
    }
  },
};
