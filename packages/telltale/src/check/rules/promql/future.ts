import { formatDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOf } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Rules that look at samples which nobody has measured yet. */
export const promqlFuture: CheckRule = {
  id: 'promql/future',
  severity: 'error',
  why: 'Rules are evaluated for now: of later times there are no samples, so the result is empty.',
  doc: 'A negative offset in an alert or recording rule. Panels may well show yesterday beside today.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('rate(x_total[5m] offset -1d) > 5') } },
      right: { files: { 'rules.yml': alertFile('rate(x_total[5m] offset 1d) > 5') } },
    },
  ],
  *run({ queries }) {
    for (const { query, node, source } of nodesOf(queries)) {
      if (query.use === 'panel' || (node.kind !== 'vector' && node.kind !== 'subquery')) continue;
      const { offsetMs = 0 } = node;
      if (offsetMs >= 0) continue;
      const message = `this asks for samples of ${formatDuration(-offsetMs)} ahead`;
      yield { place: query.placeOf(source), message, fix: 'leave the minus out' };
    }
  },
};
