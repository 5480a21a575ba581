import type { Aggregation, BinaryExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { groupingLabels, matchingLabels } from '../../expression/label-places.ts';
import { nodesOf } from '../../expression/nodes.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import { alertFile } from '../examples/example-files.ts';

/** Labels asked for where they were aggregated away. */
export const promqlImpossible: CheckRule = {
  id: 'promql/impossible',
  severity: 'error',
  why: 'The label is gone at this place: grouping by it does nothing, and joining on it finds no partner.',
  doc: `A label in by, on, group_left or group_right that an aggregation below has removed. Where the
metric itself never had the label, promql/unknown-label speaks.`,
  examples: [
    {
      wrong: {
        files: { 'rules.yml': alertFile('sum by (pod) (sum by (node) (rate(x_total[5m]))) > 5') },
      },
      right: {
        files: { 'rules.yml': alertFile('sum by (pod) (sum by (node, pod) (rate(x_total[5m]))) > 5') },
      },
    },
    {
      wrong: {
        files: {
          'rules.yml': alertFile('sum by (pod) (x) * on (pod) group_left (node) sum by (pod) (y) > 5'),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile('sum by (pod) (x) * on (pod) group_left (node) sum by (pod, node) (y) > 5'),
        },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node } of nodesOf(queries)) {
      if (node.kind === 'aggregation') yield* goneInGrouping(query, node, inference);
      if (node.kind === 'binary') yield* goneInMatching(query, node, inference);
    }
  },
};

function* goneInGrouping(
  query: CheckedQuery,
  node: Aggregation,
  inference: Inference,
): Iterable<RuleFinding> {
  const { labels } = inference.of(node.expr);
  // Without an end to the labels nothing is known to be gone; a metric's own are another rule's.
  if (!labels.all || node.grouping?.mode !== 'by') return;
  for (const { label, range } of groupingLabels(query.text, node)) {
    if (labels.mayHave(label)) continue;
    const message = `'${label}' in by (…) is gone: what is aggregated here has ${listed(labels.all)}`;
    yield { place: query.placeOf(range), message, fix: 'keep it in the aggregation below, or drop it here' };
  }
}

function* goneInMatching(query: CheckedQuery, node: BinaryExpr, inference: Inference): Iterable<RuleFinding> {
  const [left, right] = [inference.of(node.left), inference.of(node.right)];
  if (left.type !== 'vector' || right.type !== 'vector' || node.op === 'or') return;
  for (const { label, keyword, range } of matchingLabels(query.text, node)) {
    const sides = sidesOf(keyword).map((side) => (side === 'left' ? left : right));
    const lacking = sides.find(({ labels }) => labels.all && !labels.mayHave(label));
    if (!lacking?.labels.all) continue;
    // Where neither side has it, the two do match on what is left.
    const isOnNeither = keyword === 'on' && sides.every(({ labels }) => labels.all && !labels.mayHave(label));
    const where = keyword.startsWith('group') ? 'the side that it is copied from' : 'one side';
    const message = `'${label}' in ${keyword} (…) is gone on ${isOnNeither ? 'both sides' : where}, which has ${listed(lacking.labels.all)}`;
    yield { place: query.placeOf(range), message, fix: 'keep it in the aggregation of that side' };
  }
}

/** `on` reads both sides; the labels of `group_left` come from the right one. */
function sidesOf(keyword: string): readonly ('left' | 'right')[] {
  if (keyword === 'on') return ['left', 'right'];
  if (keyword === 'group_left') return ['right'];
  return keyword === 'group_right' ? ['left'] : [];
}

function listed(labels: ReadonlySet<string>): string {
  return labels.size === 0 ? 'no labels' : `only ${[...labels].toSorted().join(', ')}`;
}
