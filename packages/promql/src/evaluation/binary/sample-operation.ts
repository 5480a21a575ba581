import type { BinaryExpr, BinaryOperator, NativeHistogram } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { equalHistograms } from '../native/equal-histograms.ts';
import type { HistogramUse, SampleType } from '../native/histogram-remarks.ts';
import { HistogramRemarks } from '../native/histogram-remarks.ts';
import { HistogramSum } from '../native/histogram-sum.ts';
import { divideHistogram, multiplyHistogram } from '../native/scale.ts';
import { trimHistogram } from '../native/trim-histogram.ts';
import type { Column } from '../values/value.ts';
import { elementOperation } from './element-operation.ts';

/** A number or a histogram. */
export type Sample = number | NativeHistogram;

/** What comes out of two samples: nothing where a comparison filters them out, or their types do not go together. */
export type SampleOutcome = Sample | 'filtered' | 'incompatible';

/** What a binary expression does to two samples. */
export type SampleOperation = (left: Sample, right: Sample) => SampleOutcome;

/** Whether an operator cuts observations off histograms. */
export function isTrim(op: BinaryOperator): op is '</' | '>/' {
  return op === '</' || op === '>/';
}

/** The sample of a column at a step that has one. */
export function sampleAt({ values, histograms }: Column, step: number): Sample {
  return histograms?.[step] ?? values[step];
}

/**
 * The operation on samples of any type. Types that do not go together are remarked on.
 *
 * @param kept Which number a comparison passes on.
 */
export function sampleOperation(
  { annotations }: EvaluationContext,
  node: BinaryExpr,
  kept: 'left' | 'right' = 'left',
): SampleOperation {
  const { op } = node;
  const remarks = new HistogramRemarks(annotations, node);
  const ofNumbers = isTrim(op) ? undefined : elementOperation(node, kept);
  const refuse = (left: Sample, right: Sample): SampleOutcome => {
    remarks.incompatibleTypes(typeOf(left), op, typeOf(right));
    return 'incompatible';
  };
  return (left, right) => {
    if (typeof left !== 'number') {
      const operation =
        typeof right === 'number' ? withNumber(op, right) : withHistogram(node, right, remarks);
      return operation ? operation(left) : refuse(left, right);
    }
    if (typeof right !== 'number') return op === '*' ? multiplyHistogram(right, left) : refuse(left, right);
    return ofNumbers ? (ofNumbers(left, right) ?? 'filtered') : refuse(left, right);
  };
}

type HistogramOperation = (left: NativeHistogram) => SampleOutcome;

function withNumber(op: BinaryOperator, right: number): HistogramOperation | undefined {
  switch (op) {
    case '*':
      return (left) => multiplyHistogram(left, right);
    case '/':
      return (left) => divideHistogram(left, right);
    case '</':
      return (left) => trimHistogram(left, right, 'below');
    case '>/':
      return (left) => trimHistogram(left, right, 'above');
    default:
      return undefined;
  }
}

function withHistogram(
  { op, bool }: BinaryExpr,
  right: NativeHistogram,
  remarks: HistogramRemarks,
): HistogramOperation | undefined {
  switch (op) {
    case '+':
      return (left) => total(left, right, 'addition', remarks)?.total() ?? 'incompatible';
    case '-':
      return (left) => total(left, right, 'subtraction', remarks)?.total('gauge') ?? 'incompatible';
    case '==':
    case '!=':
      return (left) => {
        const holds = equalHistograms(left, right) === (op === '==');
        if (bool) return holds ? 1 : 0;
        return holds ? left : 'filtered';
      };
    default:
      return undefined;
  }
}

function total(
  left: NativeHistogram,
  right: NativeHistogram,
  use: Exclude<HistogramUse, 'aggregation'>,
  remarks: HistogramRemarks,
): HistogramSum | undefined {
  const sum = new HistogramSum(left);
  if (!(use === 'addition' ? sum.add(right) : sum.subtract(right))) {
    remarks.incompatibleBuckets(use === 'addition' ? '+' : '-');
    return undefined;
  }
  if (sum.hintsCollide) remarks.collidingResets(use);
  if (sum.lostBounds > 0) remarks.lostBounds(use);
  return sum;
}

function typeOf(sample: Sample): SampleType {
  return typeof sample === 'number' ? 'float' : 'histogram';
}
