import type { CheckRule } from '../../check-rule.ts';
import { nestedNodes, unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Ratios of rates that are 0/0 while nothing happens. */
export const promqlUnguardedRatio: CheckRule = {
  id: 'promql/unguarded-ratio',
  severity: 'info',
  preset: 'strict',
  why: 'While nothing happens the ratio is 0/0, NaN: a gap in the chart, and poison for every sum of it.',
  doc: `A division by a rate, increase or count that may be 0, without a comparison with > 0 around the
divisor. A comparison of NaN is false, so alerts only stay silent; sums and means of ratios are spoilt.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('sum(rate(a_total[5m])) / sum(rate(b_total[5m])) > 0.1') } },
      right: {
        files: { 'rules.yml': alertFile('sum(rate(a_total[5m])) / (sum(rate(b_total[5m])) > 0) > 0.1') },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const query of queries) {
      for (const { node } of query.expr ? nestedNodes(query.expr) : []) {
        if (node.kind !== 'binary' || node.op !== '/' || !node.right.source) continue;
        const { nature, type } = inference.of(node.right);
        const isFlow = nature === 'rate' || nature === 'increase';
        if (type !== 'vector' || !isFlow || unwrapped(node.right).kind === 'binary') continue;
        yield {
          place: query.placeOf(node.right.source),
          message: 'the divisor is 0 while nothing happens: the ratio is NaN then',
          fix: 'put (… > 0) around the divisor',
        };
      }
    }
  },
};
