import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** What tells failures from the rest: the name of the metric, or a matcher. */
const FAILURE = /(?:^|_)(?:error|errors|failed|failure|failures|exceptions?)(?:_|$)/;
const FAILED_VALUE = /^\(?\^?(?:[45](?:\.\.|xx|\d\d|\[0-9\])|error|fail|failed|failure)/i;

/** Failures per second compared with a number. */
export const alertAbsoluteRate: CheckRule = {
  id: 'alert/absolute-rate',
  severity: 'warning',
  preset: 'strict',
  why: 'At ten times the traffic it fires without cause, at a tenth it stays silent while everything fails.',
  doc: `A rate of failures (by the name of the metric or a matcher on a status) compared with a number above
0, not divided by the rate of all.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('sum(rate(x_errors_total[5m])) > 0.1') } },
      right: {
        files: { 'rules.yml': alertFile('sum(rate(x_errors_total[5m])) / sum(rate(x_total[5m])) > 0.1') },
      },
    },
  ],
  *run({ rules, inference }) {
    for (const { kind, query } of rules) {
      if (kind !== 'alerting' || !query.expr) continue;
      for (const { node, value, op, limit } of decidingComparisons(query.expr)) {
        if (inference.of(value).nature !== 'rate' || !op.startsWith('>') || limit <= 0 || !node.source)
          continue;
        const isOfFailures = selectorsOf(value).some(
          ({ selector }) =>
            FAILURE.test(metricNameOf(selector) ?? '') ||
            selector.matchers.some((one) => /^=~?$/.test(one.op) && FAILED_VALUE.test(one.value)),
        );
        if (!isOfFailures) continue;
        const message = `${limit} failures per second may be all of the traffic, or nothing of it`;
        yield {
          place: query.placeOf(node.source),
          message,
          fix: 'divide by the rate of all, and ask for a least traffic',
        };
      }
    }
  },
};
