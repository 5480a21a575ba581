import { formatDuration } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts that wait for nothing to happen twice over. */
export const alertDoubleWindow: CheckRule = {
  id: 'alert/double-window',
  severity: 'info',
  preset: 'strict',
  why: "Nothing must happen in the whole window for as long as 'for' says: the alert comes after the sum of both.",
  doc: "rate or increase == 0 (or < a number) over a window as long as 'for' or longer, both five minutes and more.",
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('increase(x_total[10m]) == 0\n        for: 10m') } },
      right: { files: { 'rules.yml': alertFile('increase(x_total[10m]) == 0\n        for: 1m') } },
    },
  ],
  *run({ rules }) {
    for (const { forMs = 0, query, placeOf } of rules) {
      if (forMs < 5 * 60_000 || !query.expr) continue;
      for (const { value, op, limit } of decidingComparisons(query.expr)) {
        const isNothing = (op === '==' || op === '<=') && limit === 0;
        const window = [...walkExpr(value)].find((node) => node.kind === 'matrix');
        if (!isNothing || window?.kind !== 'matrix' || window.rangeMs < forMs) continue;
        const total = formatDuration(window.rangeMs + forMs);
        const message = `a window of ${formatDuration(window.rangeMs)} and 'for: ${formatDuration(forMs)}': the alert comes after ${total}`;
        yield { place: placeOf('for'), message, fix: 'shorten one of the two' };
      }
    }
  },
};
