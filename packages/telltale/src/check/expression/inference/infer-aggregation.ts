import type { Aggregation, Expr } from '@telltale/model';
import { unwrapped } from '../nodes.ts';
import { metricNameOf } from '../selectors.ts';
import type { Inferred } from './inferred.ts';
import { withRange } from './inferred.ts';
import { LabelShape } from './label-shape.ts';
import { onlySelector } from './share-of-whole.ts';
import type { ValueRange } from './value-range.ts';
import { NOT_NEGATIVE, exactly } from './value-range.ts';

const SELECTS: ReadonlySet<string> = new Set(['topk', 'bottomk', 'limitk', 'limit_ratio']);

/** What an aggregation gives, from what its operand is. */
export function inferAggregation(node: Aggregation, operand: Inferred): Inferred {
  const { op } = node;
  if (SELECTS.has(op)) return operand;
  const grouped = { ...operand, labels: groupedLabels(node, operand.labels) };
  switch (op) {
    case 'sum':
      // The modes of a mean processor add up to the whole.
      if (operand.nature === 'share' && isMean(node.expr)) return grouped;
      return {
        ...grouped,
        ...summed(operand),
        nature: operand.nature === 'share' ? 'unknown' : operand.nature,
      };
    case 'count':
      return { ...counted(grouped), isMeasured: false };
    case 'count_values':
      return { ...counted(grouped), labels: withValueLabel(node, grouped.labels) };
    case 'group':
      return withRange({ ...grouped, nature: 'flag' }, exactly(1));
    case 'avg':
    case 'quantile':
      return { ...grouped, isMeasured: true };
    case 'stddev':
    case 'stdvar':
      return withRange({ ...grouped, nature: 'unknown', isMeasured: true }, NOT_NEGATIVE);
    default:
      return grouped;
  }
}

function isMean(expr: Expr): boolean {
  const node = unwrapped(expr);
  const selector = onlySelector(node);
  const isOfCpu = selector !== undefined && metricNameOf(selector) === 'node_cpu_seconds_total';
  return node.kind === 'aggregation' && node.op === 'avg' && isOfCpu;
}

function groupedLabels({ grouping }: Aggregation, labels: LabelShape): LabelShape {
  if (!grouping) return LabelShape.only([]);
  return grouping.mode === 'by' ? labels.keep(grouping.labels) : labels.drop(grouping.labels);
}

function counted(grouped: Inferred): Inferred {
  const range = { min: 1, max: Infinity };
  return { ...grouped, nature: 'count', unit: 'count', range, usual: range, isMeasured: false };
}

function withValueLabel({ param }: Aggregation, labels: LabelShape): LabelShape {
  return param?.kind === 'string' ? labels.add([param.value], true) : labels;
}

function summed({ range, usual }: Inferred): Pick<Inferred, 'range' | 'usual'> {
  return { range: sumOf(range), usual: sumOf(usual) };
}

/** One series or more: sums of values of one sign only grow. */
function sumOf({ min, max }: ValueRange): ValueRange {
  return { min: min < 0 ? -Infinity : min, max: max > 0 ? Infinity : max };
}
