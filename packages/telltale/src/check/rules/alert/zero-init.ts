import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { unwrapped } from '../../expression/nodes.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts on the first event of a series that is born with it. */
export const alertZeroInit: CheckRule = {
  id: 'alert/zero-init',
  severity: 'info',
  preset: 'strict',
  why: 'A series that appears with its first event starts at 1: increase() sees no growth, and misses that event.',
  doc: 'increase(x[…]) > 0 and changes(x[…]) > 0 directly over a counter with matchers other than job and instance.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('increase(x_total{result="fatal"}[5m]) > 0') } },
      right: {
        files: {
          'rules.yml': alertFile(
            '(increase(x_total{result="fatal"}[5m]) or x_total{result="fatal"} unless x_total{result="fatal"} offset 5m) > 0',
          ),
        },
      },
    },
  ],
  *run({ rules }) {
    for (const { kind, query } of rules) {
      if (kind !== 'alerting' || !query.expr) continue;
      for (const { value, op, limit } of decidingComparisons(query.expr)) {
        const call = unwrapped(value);
        if (op !== '>' || limit !== 0 || call.kind !== 'call' || call.func !== 'increase' || !call.source)
          continue;
        const range = call.args[0];
        const picks =
          range?.kind === 'matrix' &&
          range.selector.matchers.some(({ name }) => !/^(?:job|instance)$/.test(name));
        if (!picks) continue;
        const message = 'the first event of a new series is not seen';
        yield {
          place: query.placeOf(call.source),
          message,
          fix: 'make the series with 0 when the program starts',
        };
      }
    }
  },
};
