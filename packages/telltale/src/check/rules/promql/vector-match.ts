import type { BinaryExpr } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import type { LabelShape } from '../../expression/inference/label-shape.ts';
import { alertFile } from '../examples/example-files.ts';

/** Operators whose two sides have different labels. */
export const promqlVectorMatch: CheckRule = {
  id: 'promql/vector-match',
  severity: 'error',
  why: 'Two series are a pair only if all compared labels are equal: these never are, so nothing comes out.',
  doc: `Both sides are aggregated, so their labels are known, and one keeps a label that the other has
lost, with no on or ignoring that takes it out of the comparison; or on () with several series on the side
that can only be one.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': alertFile('sum by (route) (rate(x_total[5m])) / sum(rate(y_total[5m])) > 0.1'),
        },
      },
      right: {
        files: {
          'rules.yml': alertFile(
            'sum by (route) (rate(x_total[5m])) / on () group_left () sum(rate(y_total[5m])) > 0.1',
          ),
        },
      },
    },
    {
      wrong: {
        files: { 'rules.yml': alertFile('sum by (pod) (x) > on () group_left () sum by (node) (y)') },
      },
      right: {
        files: { 'rules.yml': alertFile('sum by (pod) (x) > on () group_left () sum(y)') },
      },
    },
  ],
  *run({ queries, inference }) {
    for (const { query, node } of nodesOfKind(queries, 'binary')) {
      const [left, right] = [inference.of(node.left), inference.of(node.right)];
      if (left.type !== 'vector' || right.type !== 'vector' || node.op === 'or' || node.fill) continue;
      const fault = mismatch(node, left.labels, right.labels);
      if (!fault) continue;
      const start = node.left.source?.end ?? 0;
      const end = node.right.source?.start ?? start;
      yield { place: query.placeOf(trimmed(query.text, start, end)), ...fault };
    }
  },
};

interface Mismatch {
  readonly message: string;
  readonly fix: string;
}

function mismatch(node: BinaryExpr, left: LabelShape, right: LabelShape): Mismatch | undefined {
  const isSet = node.op === 'and' || node.op === 'unless';
  if (!left.all || !right.all) return undefined;
  const matching = node.matching;
  if (matching?.mode === 'on') {
    // Which labels tell the pairs of a longer list apart is a matter of the data.
    if (isSet || matching.labels.length > 0) return undefined;
    const beyond = (labels: ReadonlySet<string>): readonly string[] =>
      [...labels].filter((label) => !matching.labels.includes(label) && !matching.include.includes(label));
    const [more, fewer] = [beyond(left.all), beyond(right.all)];
    return manyToMany(matching.cardinality, more, fewer);
  }
  const ignored = new Set(matching?.labels);
  const onlyIn = (a: ReadonlySet<string>, b: ReadonlySet<string>): readonly string[] =>
    [...a].filter((label) => !b.has(label) && !ignored.has(label));
  const [more, fewer] = [onlyIn(left.all, right.all), onlyIn(right.all, left.all)];
  if (more.length === 0 && fewer.length === 0) return undefined;
  const side =
    more.length > 0 ? `the left side has ${more.join(', ')}` : `the right side has ${fewer.join(', ')}`;
  return {
    message: `the sides of '${node.op}' never match: ${side}, the other does not`,
    fix: isSet
      ? 'aggregate both sides by the same labels, or say on (…) which count'
      : 'aggregate both sides by the same labels, or say on (…) and group_left () or group_right ()',
  };
}

function manyToMany(
  cardinality: string,
  more: readonly string[],
  fewer: readonly string[],
): Mismatch | undefined {
  if (cardinality === 'one-to-one' && more.length === 0 && fewer.length === 0) return undefined;
  if (cardinality === 'many-to-one' && fewer.length === 0) return undefined;
  if (cardinality === 'one-to-many' && more.length === 0) return undefined;
  const labels =
    cardinality === 'many-to-one' ? fewer : cardinality === 'one-to-many' ? more : [...more, ...fewer];
  return {
    message: `several series have the same labels in on (…): they differ in ${[...new Set(labels)].join(', ')}, which on leaves out`,
    fix: 'add the label to on (…), aggregate it away, or say group_left () for the side that has more',
  };
}

/** The operator and its modifiers, without the blanks around. */
function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  const between = text.slice(start, end);
  const from = start + (between.length - between.trimStart().length);
  return { start: from, end: Math.max(from + 1, start + between.trimEnd().length) };
}
