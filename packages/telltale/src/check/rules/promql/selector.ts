import { compileMatcher } from '@telltale/promql';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** Selectors without the name of a metric. */
export const promqlSelector: CheckRule = {
  id: 'promql/selector',
  severity: 'warning',
  preset: 'strict',
  why: 'Without a name every metric is looked through: slow, and series of different meaning are mixed.',
  doc: 'A selector that names no metric, or names it by a pattern that matches nearly anything.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('count({__name__=~".+_total"}) > 5000') } },
      right: { files: { 'rules.yml': alertFile('count({__name__="http_requests_total"}) > 5000') } },
    },
  ],
  *run({ queries }) {
    for (const { query, node, source } of nodesOfKind(queries, 'vector')) {
      if (metricNameOf(node) !== undefined) continue;
      const names = node.matchers.filter(({ name }) => name === '__name__').map(compileMatcher);
      const isWide = names.every((matcher) => matcher.matches('zz_anything_total'));
      if (!isWide) continue;
      yield { place: query.placeOf(source), message: 'the selector names no metric', fix: 'name the metric' };
    }
  },
};
