import { formatDuration } from '@telltale/model';
import type { Expr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOf } from '../../expression/nodes.ts';
import { exampleDefinition } from '../examples/example-definition.ts';

const DAY_MS = 86_400_000;

/** Queries that look further back than samples are kept. */
export const promqlRangeRetention: CheckRule = {
  id: 'promql/range-retention',
  severity: 'error',
  why: 'Samples that old are deleted: the query sees a part of its window, or nothing.',
  doc: 'A range plus its offset longer than the retention that the definition sets.',
  examples: [
    {
      wrong: {
        definition: {
          ...exampleDefinition('increase(shop_requests_total[30d]) > 5'),
          station: { retentionMs: 15 * DAY_MS },
        },
      },
      right: {
        definition: {
          ...exampleDefinition('increase(shop_requests_total[7d]) > 5'),
          station: { retentionMs: 15 * DAY_MS },
        },
      },
    },
  ],
  *run({ queries, definitions }) {
    const retentions = definitions.flatMap(({ resolved }) => resolved.station.retentionMs ?? []);
    if (retentions.length === 0) return;
    const retentionMs = Math.max(...retentions);
    for (const { query, node, source } of nodesOf(queries)) {
      const reachMs = reachOf(node);
      if (query.origin !== 'definition' || reachMs <= retentionMs) continue;
      const message = `the query looks ${formatDuration(reachMs)} back, samples are kept for ${formatDuration(retentionMs)}`;
      yield {
        place: query.placeOf(source),
        message,
        fix: 'keep samples longer, or record the value as it goes',
      };
    }
  },
};

function reachOf(node: Expr): number {
  if (node.kind === 'matrix') return node.rangeMs + (node.selector.offsetMs ?? 0);
  if (node.kind === 'subquery') return node.rangeMs + (node.offsetMs ?? 0);
  return node.kind === 'vector' ? (node.offsetMs ?? 0) : 0;
}
