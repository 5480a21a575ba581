import * as fc from 'fast-check';
import {
  anySelector,
  counterSelector,
  gaugeSelector,
  modifiers,
  range,
  severalMetrics,
  subqueryRange,
} from './selectors.ts';
import type { Text } from './selectors.ts';
import { grouped, grouping, matching } from './vector-matching.ts';

/*
 * Two engines round differently. What jumps (comparisons, floor, %, counting of equal values, order)
 * is therefore only asked of exact operands: samples, and sums and differences of them. What is
 * smooth is asked of everything.
 */

const ARITHMETIC = ['+', '-', '*', '/', '^', 'atan2'] as const;
const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='] as const;
const SETS = ['and', 'or', 'unless'] as const;

const joined = (...parts: (Text | string)[]): Text =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));
const of = (...texts: string[]): Text => fc.constantFrom(...texts);

const selector = joined(anySelector, modifiers);
const exactScalar = of(
  '0',
  '1',
  '2',
  '-3',
  '0.5',
  '10',
  '100',
  '4096',
  'Inf',
  '-Inf',
  'NaN',
  '(1 + 2)',
  '1e3',
  '0x1F',
);

const exactWindow = joined(
  of('min', 'max', 'last', 'count', 'present', 'sum'),
  '_over_time(',
  anySelector,
  range,
  modifiers,
  ')',
);
const exactLeaf = fc.oneof(
  { weight: 4, arbitrary: selector },
  { weight: 2, arbitrary: exactWindow },
  joined(of('changes', 'resets'), '(', anySelector, range, modifiers, ')'),
  joined('timestamp(', selector, ')'),
  joined(of('topk', 'bottomk'), grouping, '(', of('1', '2', '0', '5'), ', ', gaugeSelector, modifiers, ')'),
  joined(of('sort', 'sort_desc'), '(', gaugeSelector, ')'),
  // The date of what is no number depends on the processor, so only gauges are asked for it.
  joined(
    of('hour', 'minute', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month', 'month', 'year'),
    '(',
    gaugeSelector,
    modifiers,
    ')',
  ),
  severalMetrics,
);

const exactFunction = (inner: Text): Text =>
  fc.oneof(
    joined(of('abs', 'ceil', 'floor', 'sgn', '-', '+', 'round'), '(', inner, ')'),
    joined('round(', inner, ', ', of('0.5', '10', '-5'), ')'),
    joined('clamp(', inner, ', ', exactScalar, ', ', exactScalar, ')'),
    joined(of('clamp_min', 'clamp_max'), '(', inner, ', ', exactScalar, ')'),
  );

/** Vectors whose values are the same to the last bit in every engine. */
export function exactVector(depth: number): Text {
  if (depth === 0) return exactLeaf;
  const inner = exactVector(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: exactLeaf },
    { weight: 3, arbitrary: joined(of('sum', 'min', 'max', 'count', 'group'), grouping, '(', inner, ')') },
    joined('count_values', grouping, '("value", ', inner, ')'),
    exactFunction(inner),
    joined('(', inner, ' ', of('+', '-', '%'), ' ', exactScalar, ')'),
    joined(
      '(',
      inner,
      of(...COMPARISONS).map((op) => ` ${op} `),
      fc.oneof(exactScalar, inner),
      ')',
    ),
    joined(
      '(',
      inner,
      of(...COMPARISONS).map((op) => ` ${op} bool`),
      matching,
      ' ',
      inner,
      ')',
    ),
    joined(
      '(',
      inner,
      of('+', '-', ...COMPARISONS).map((op) => ` ${op}`),
      fc.oneof(matching, grouped),
      ' ',
      inner,
      ')',
    ),
    joined(
      '(',
      inner,
      of(...SETS).map((op) => ` ${op}`),
      matching,
      ' ',
      inner,
      ')',
    ),
    joined(
      of('max', 'min', 'last', 'count', 'sum'),
      '_over_time((',
      inner,
      ')',
      subqueryRange,
      modifiers,
      ')',
    ),
    joined(of('changes', 'resets'), '((', inner, ')', subqueryRange, ')'),
    joined('absent(', inner, ')'),
    joined('absent_over_time(', anySelector, range, modifiers, ')'),
  );
}

const counterRate = joined(
  of('rate', 'increase', 'irate', 'delta', 'idelta'),
  '(',
  counterSelector,
  range,
  modifiers,
  ')',
);
const trend = fc.oneof(
  joined('deriv(', anySelector, range, modifiers, ')'),
  joined('predict_linear(', gaugeSelector, range, modifiers, ', ', of('0', '600', '-30'), ')'),
);
const smoothWindow = fc.oneof(
  joined(of('avg', 'stddev', 'stdvar'), '_over_time(', anySelector, range, modifiers, ')'),
  joined('quantile_over_time(', of('0', '0.25', '0.9', '1', '2', '-1', 'NaN'), ', ', anySelector, range, ')'),
);
const quantileOfBuckets = joined(
  'histogram_quantile(',
  of('0', '0.5', '0.95', '1', '1.2', '-0.1', 'NaN'),
  ', ',
  fc.oneof(
    joined('sum by (', of('le', 'le, instance'), ') (rate(latency_seconds_bucket', range, '))'),
    joined('latency_seconds_bucket', modifiers),
  ),
  ')',
);
const smoothLeaf = fc.oneof({ weight: 4, arbitrary: counterRate }, trend, smoothWindow, quantileOfBuckets, {
  weight: 3,
  arbitrary: exactVector(1),
});

const relabelled = (inner: Text): Text =>
  fc.oneof(
    joined(
      'label_replace(',
      inner,
      ', ',
      of(
        '"to", "v-$1", "instance", "(.*)"',
        '"instance", "$1$1", "instance", "([a-b])"',
        '"code", "", "code", ".*"',
        '"to", "$2", "job", "(fl)(?P<x>.*)"',
        '"instance", "", "instance", ".*"',
      ),
      ')',
    ),
    joined(
      'label_join(',
      inner,
      ', ',
      of('"to", "-", "instance", "job"', '"instance", "/"', '"to", "", "none"'),
      ')',
    ),
  );

/** Vectors of every kind. */
export function vector(depth: number): Text {
  if (depth === 0) return smoothLeaf;
  const inner = vector(depth - 1);
  const smoothFunction = of(
    'sqrt',
    'exp',
    'ln',
    'log2',
    'log10',
    'sin',
    'cos',
    'tan',
    'atan',
    'sinh',
    'tanh',
    'asinh',
    'deg',
    'rad',
    'abs',
  );
  return fc.oneof(
    { weight: 2, arbitrary: smoothLeaf },
    { weight: 2, arbitrary: exactVector(depth) },
    {
      weight: 3,
      arbitrary: joined(
        of('sum', 'avg', 'min', 'max', 'count', 'stddev', 'stdvar', 'group'),
        grouping,
        '(',
        inner,
        ')',
      ),
    },
    joined('quantile', grouping, '(', of('0', '0.3', '0.99', '1', '-1', '7'), ', ', inner, ')'),
    joined(smoothFunction, '(', inner, ')'),
    joined(
      '(',
      inner,
      of(...ARITHMETIC).map((op) => ` ${op} `),
      exactScalar,
      ')',
    ),
    joined(
      '(',
      exactScalar,
      of(...ARITHMETIC).map((op) => ` ${op} `),
      inner,
      ')',
    ),
    {
      weight: 2,
      arbitrary: joined(
        '(',
        inner,
        of(...ARITHMETIC).map((op) => ` ${op}`),
        fc.oneof(matching, grouped),
        ' ',
        inner,
        ')',
      ),
    },
    joined(
      '(',
      inner,
      of(...SETS).map((op) => ` ${op}`),
      matching,
      ' ',
      exactVector(1),
      ')',
    ),
    {
      weight: 2,
      arbitrary: joined(
        of('avg', 'sum', 'max', 'stddev'),
        '_over_time((',
        inner,
        ')',
        subqueryRange,
        modifiers,
        ')',
      ),
    },
    joined(of('rate', 'increase', 'delta', 'deriv'), '(', counterSelector, subqueryRange, modifiers, ')'),
    relabelled(inner),
    joined('vector(', scalar(inner), ')'),
    joined('(', inner, ' * ', scalar(inner), ')'),
  );
}

function scalar(inner: Text): Text {
  return fc.oneof(
    of('time()', 'pi()', '2', '-1'),
    joined('scalar(', inner, ')'),
    of('time() - 1.5e9', 'minute()').map((text) => (text.endsWith('()') ? `scalar(${text})` : text)),
  );
}

/** Whole queries that are scalars or strings. */
export const plainQuery: Text = fc.oneof(
  scalar(exactVector(0)),
  of('"text"', "'it''s'", '`raw`', '1 / 0', '-2 ^ 2 ^ 0.5', '7 % -3', '1 > bool 2', '0x10 + .5e1'),
);
