import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts whose result has no label at all. */
export const promqlAggregate: CheckRule = {
  id: 'promql/aggregate',
  severity: 'info',
  preset: 'strict',
  why: 'The alert comes without any label of the data: its notification cannot say where it is.',
  doc: 'An alert whose expression aggregates every label away and that adds none but its severity itself.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('sum(rate(x_total[5m])) > 5') } },
      right: { files: { 'rules.yml': alertFile('sum by (job) (rate(x_total[5m])) > 5') } },
    },
    {
      wrong: { files: { 'rules.yml': alertFile('max(queue_length) > 5') } },
      right: { files: { 'rules.yml': alertFile('absent(up{job=~"shop.*"})') } },
    },
  ],
  *run({ rules, inference }) {
    for (const { kind, query, labels, placeOf } of rules) {
      if (kind !== 'alerting' || !query.expr || labels.some(({ name }) => name !== 'severity')) continue;
      if (inference.of(query.expr).labels.all?.size !== 0 || !isAggregated(query.expr)) continue;
      const message = 'no label is left after the aggregation';
      yield { place: placeOf('expr'), message, fix: 'aggregate by (job), or add a label such as service' };
    }
  },
};

/** `vector(1)` and `absent(x)` have no labels to begin with. */
function isAggregated(expr: Expr): boolean {
  return [...walkExpr(expr)].some(({ kind }) => kind === 'aggregation');
}
