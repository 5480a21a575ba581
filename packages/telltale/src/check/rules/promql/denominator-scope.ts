import type { BinaryExpr, Matcher } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { onlySelector, relationOf } from '../../expression/inference/share-of-whole.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import type { MetricCatalogue } from '../../catalogue/metric-catalogue.ts';
import { exampleDefinition } from '../examples/example-definition.ts';

/** Outcomes that only lookups have. */
const LOOKUP_OUTCOME = /^(?:hit|miss|hits|misses|found|not_found)$/;
/** Labels that say what was done, and the values of reading among theirs. */
const OPERATION = /^(?:operation|op|command|action|method|type)$/;
const READS = /^(?:get|mget|read|lookup|fetch|select)$/i;

const CACHE = {
  name: 'cache_operations_total',
  kind: 'counter',
  help: 'Operations of the cache',
  unit: '',
  labels: {
    operation: { kind: 'values', values: ['get', 'set', 'delete'] },
    status: { kind: 'values', values: ['hit', 'miss'] },
  },
} as const;

/** Hit ratios that are diluted by operations which can neither hit nor miss. */
export const promqlDenominatorScope: CheckRule = {
  id: 'promql/denominator-scope',
  severity: 'warning',
  preset: 'strict',
  why: 'Writes can neither hit nor miss: counted in the divisor, they pull the ratio down.',
  doc: `A ratio of hits or misses to all operations of a metric that is declared with a label for the
operation (operation, op, command …) with reads among other values, while no matcher picks the reads.`,
  examples: [
    {
      wrong: {
        definition: {
          ...exampleDefinition(
            'sum(rate(cache_operations_total{status="hit"}[5m])) / sum(rate(cache_operations_total[5m])) < 0.5',
          ),
          metrics: [CACHE],
        },
      },
      right: {
        definition: {
          ...exampleDefinition(
            'sum(rate(cache_operations_total{operation="get",status="hit"}[5m])) / sum(rate(cache_operations_total{operation="get"}[5m])) < 0.5',
          ),
          metrics: [CACHE],
        },
      },
    },
  ],
  *run({ queries, catalogue }) {
    for (const { query, node } of nodesOfKind(queries, 'binary')) {
      if (node.op !== '/' || !node.right.source || relationOf(node.left, node.right) !== 'part') continue;
      const label = unscopedOperation(node, catalogue);
      if (label === undefined) continue;
      yield {
        place: query.placeOf(node.right.source),
        message: `the divisor counts every '${label}', also those that can neither hit nor miss`,
        fix: `add a matcher on '${label}' to both sides, such as ${label}="get"`,
      };
    }
  },
};

function unscopedOperation({ left, right }: BinaryExpr, catalogue: MetricCatalogue): string | undefined {
  const [part, whole] = [onlySelector(left), onlySelector(right)];
  if (!part || !whole || !part.matchers.some(isLookupOutcome)) return undefined;
  const labels = catalogue.get(metricNameOf(whole) ?? '')?.labels;
  const found = [...(labels ?? [])].find(([label, values]) => {
    const isOperation = values.kind === 'closed' ? values.values.some((one) => READS.test(one)) : true;
    return OPERATION.test(label) && isOperation;
  });
  const label = found?.[0];
  return whole.matchers.some(({ name }) => name === label) ? undefined : label;
}

function isLookupOutcome({ op, value }: Matcher): boolean {
  return op === '=' && LOOKUP_OUTCOME.test(value);
}
