import type { BinaryExpr, Expr } from '@telltale/model';
import { printExpr, walkExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { comparisonOf } from '../../expression/comparison.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { nestedNodes, numberOf } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** Gauges of limits that are 0 where no limit is set, which is how these servers are delivered. */
const ZERO_BY_DEFAULT: ReadonlySet<string> = new Set([
  'redis_memory_max_bytes',
  'redis_config_maxmemory',
  'container_spec_memory_limit_bytes',
  'container_spec_memory_swap_limit_bytes',
  'node_memory_SwapTotal_bytes',
]);

/** Divisions by a limit that is 0 until somebody sets one. */
export const promqlNan: CheckRule = {
  id: 'promql/nan',
  severity: 'error',
  why: 'Anything divided by a limit of 0 is +Inf: above every threshold, so the alert fires for ever.',
  doc: `A division by a gauge that is 0 where no limit is set (${[...ZERO_BY_DEFAULT].join(', ')}), in a
comparison with > or >=, without a condition in the same expression that leaves out 0: a comparison of the
same metric with > or !=, wherever it stands.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('redis_memory_used_bytes / redis_memory_max_bytes > 0.8') } },
      right: {
        files: {
          'rules.yml': alertFile(
            'redis_memory_used_bytes / redis_memory_max_bytes > 0.8 and redis_memory_max_bytes > 0',
          ),
        },
      },
    },
  ],
  *run({ queries }) {
    for (const query of queries) {
      if (!query.expr) continue;
      for (const { node, ancestors } of nestedNodes(query.expr)) {
        if (node.kind !== 'binary' || node.op !== '/' || !node.right.source) continue;
        const name = zeroDivisor(node);
        if (name === undefined || !isAboveSomething(ancestors) || isGuarded(query.expr, name)) continue;
        yield {
          place: query.placeOf(node.right.source),
          message: `${name} is 0 where no limit is set: the quotient is +Inf then`,
          fix: `add: and ${printExpr(node.right)} > 0`,
        };
      }
    }
  },
};

function zeroDivisor({ right }: BinaryExpr): string | undefined {
  const selector = onlySelector(right);
  const name = selector && metricNameOf(selector);
  return name !== undefined && ZERO_BY_DEFAULT.has(name) ? name : undefined;
}

function isAboveSomething(ancestors: readonly Expr[]): boolean {
  return ancestors.some((node) => comparisonOf(node)?.op.startsWith('>') ?? false);
}

/** A comparison of the limit itself leaves out the series where it is 0. */
function isGuarded(expr: Expr, name: string): boolean {
  return [...walkExpr(expr)].some((node) => {
    if (node.kind !== 'binary' || !/^(?:>|>=|!=)$/.test(node.op) || numberOf(node.right) === undefined)
      return false;
    const selector = onlySelector(node.left);
    return selector !== undefined && metricNameOf(selector) === name;
  });
}
