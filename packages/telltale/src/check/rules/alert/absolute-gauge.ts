import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** Things of which there is a most: how many are in use says nothing without it. */
const LIMITED =
  /(?:^|_)(?:connections|conns|fds|threads|workers|slots|sessions)(?:_(?:active|open|used|in_use|busy))?$|_(?:memory|heap|disk)_(?:usage|used)_bytes$/;

/** Use of something limited compared with a number. */
export const alertAbsoluteGauge: CheckRule = {
  id: 'alert/absolute-gauge',
  severity: 'info',
  preset: 'strict',
  why: 'The limit is not in the expression: when somebody changes it, the threshold is wrong and nobody notices.',
  doc: 'A gauge of connections, threads, slots, sessions or used memory above a number, not divided by its limit.',
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('database_connections_active > 80') } },
      right: {
        files: { 'rules.yml': alertFile('database_connections_active / database_connections_max > 0.8') },
      },
    },
  ],
  *run({ rules }) {
    for (const { kind, query } of rules) {
      if (kind !== 'alerting' || !query.expr) continue;
      for (const { node, value, op, limit } of decidingComparisons(query.expr)) {
        const selector = onlySelector(value);
        const name = selector && metricNameOf(selector);
        if (name === undefined || !LIMITED.test(name) || !op.startsWith('>') || limit <= 1 || !node.source)
          continue;
        const message = `${limit} of how many? the limit of ${name} is not known here`;
        yield { place: query.placeOf(node.source), message, fix: 'divide by the metric of the limit' };
      }
    }
  },
};
