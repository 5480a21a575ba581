import type { CheckRule } from '../../check-rule.ts';
import { decidingComparisons } from '../../expression/comparison.ts';
import { unwrapped } from '../../expression/nodes.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Labels that say where a series comes from, not what it counts. */
const PLACES = /^(?:job|instance|pod|namespace|node|host|cluster|region|zone|container|service)$/;

/** Thresholds that each single series must pass. */
export const alertUnaggregated: CheckRule = {
  id: 'alert/unaggregated',
  severity: 'warning',
  preset: 'strict',
  why: 'Every series is compared alone: ten of them just below the threshold stay silent.',
  doc: `A rate or increase of a counter that is declared with labels, compared with a number other than 0
without sum; and gauges of connections and users, which a service with several instances has in parts.`,
  examples: [
    {
      wrong: { files: shopFiles('rate(shop_requests_total{status_code=~"5.."}[5m]) > 0.1') },
      right: { files: shopFiles('sum by (job) (rate(shop_requests_total{status_code=~"5.."}[5m])) > 0.1') },
    },
  ],
  *run({ rules, inference, catalogue }) {
    for (const { kind, query } of rules) {
      if (kind !== 'alerting' || !query.expr) continue;
      for (const { node, value, limit, op } of decidingComparisons(query.expr)) {
        const operand = unwrapped(value);
        const [use] = selectorsOf(operand);
        const series = use && catalogue.get(metricNameOf(use.selector) ?? '');
        if (!series || !node.source || limit === 0 || !op.startsWith('>')) continue;
        const own = [...(series.labels?.keys() ?? [])].filter((label) => !PLACES.test(label));
        const isRate =
          operand.kind === 'call' &&
          /^(?:rate|increase)$/.test(inference.of(operand).nature) &&
          own.length > 0;
        const isPart =
          operand.kind === 'vector' &&
          series.kind === 'gauge' &&
          /(?:^|_)(?:connections|users|sessions)(?:_|$)/.test(series.name) &&
          limit >= 100;
        if (!isRate && !isPart) continue;
        const by = isRate ? own.join(', ') : 'instance';
        const message = `each combination of ${by} is compared alone`;
        yield { place: query.placeOf(node.source), message, fix: 'compare sum by (job) (…)' };
      }
    }
  },
};
