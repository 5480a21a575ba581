import type { Aggregation } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind, numberOf } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

const CHOOSES: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** Alerts on series that are chosen anew at each evaluation. */
export const promqlFragile: CheckRule = {
  id: 'promql/fragile',
  severity: 'warning',
  preset: 'strict',
  why: 'Which series are chosen changes from one evaluation to the next: alerts resolve and fire again.',
  doc: 'topk, bottomk, limitk or limit_ratio in an alert, but for one of each: `topk by (pod) (1, …)` makes sure that there is one.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('topk(3, rate(x_total[5m])) > 5') } },
      right: { files: { 'rules.yml': alertFile('rate(x_total[5m]) > 5') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('bottomk by (job) (3, rate(x_total[5m])) > 5') } },
      right: { files: { 'rules.yml': alertFile('topk by (job) (1, rate(x_total[5m])) > 5') } },
    },
  ],
  *run({ queries }) {
    const alerts = queries.filter(({ use }) => use === 'alert');
    for (const { query, node, source } of nodesOfKind(alerts, 'aggregation')) {
      if (!CHOOSES.has(node.op) || isOneOfEach(node)) continue;
      const place = query.placeOf({ start: source.start, end: source.start + node.op.length });
      yield { place, message: `${node.op} in an alert chooses other series each time`, fix: 'leave it out' };
    }
  },
};

function isOneOfEach({ op, param, grouping }: Aggregation): boolean {
  const isPick = op === 'topk' || op === 'bottomk';
  return isPick && grouping !== undefined && param !== undefined && numberOf(param) === 1;
}
