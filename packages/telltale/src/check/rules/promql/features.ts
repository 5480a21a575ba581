import { FUNCTIONS } from '@telltale/promql';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOf } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const FLAG = '--enable-feature=promql-experimental-functions';

/** Functions that Prometheus refuses unless a feature is switched on. */
export const promqlFeatures: CheckRule = {
  id: 'promql/features',
  severity: 'warning',
  why: 'Prometheus refuses the whole file, unless it runs with the feature switched on.',
  doc: 'Functions and aggregations that Prometheus calls experimental.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('mad_over_time(x[5m]) > 5') } },
      right: { files: { 'rules.yml': alertFile('stddev_over_time(x[5m]) > 5') } },
    },
  ],
  *run({ queries }) {
    for (const { query, node, source } of nodesOf(queries)) {
      const name = node.kind === 'call' ? node.func : node.kind === 'aggregation' ? node.op : '';
      const isExperimental = FUNCTIONS.get(name)?.experimental === true || /^limit(?:k|_ratio)$/.test(name);
      if (!isExperimental) continue;
      const place = query.placeOf({ start: source.start, end: source.start + name.length });
      yield {
        place,
        message: `${name} is experimental`,
        fix: `start Prometheus with ${FLAG}, or do without`,
      };
    }
  },
};
