import type { BinaryExpr, VectorMatching } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { withoutMetricIdentity } from '../values/relabel.ts';
import { dropsName } from './element-operation.ts';

/** The labels of the result of one pair: those of the "many" side, changed as the matching says. */
export function resultLabels(
  node: BinaryExpr,
  matching: VectorMatching,
  many: LabelSet,
  one: LabelSet,
): LabelSet {
  // With `bool` the name is dropped at the end, so that it can still be seen until then.
  const base = dropsName(node) && !node.bool ? withoutMetricIdentity(many) : many;
  const matched = matching.cardinality === 'one-to-one' ? onlyMatched(base, matching) : base;
  if (matching.include.length === 0) return matched;
  const included = matching.include.map((name): [string, string] => [name, one.get(name)]);
  return LabelSet.from([...matched.entries(), ...included]);
}

function onlyMatched(labels: LabelSet, { mode, labels: names }: VectorMatching): LabelSet {
  return mode === 'on' ? labels.only(names) : labels.without(names);
}
