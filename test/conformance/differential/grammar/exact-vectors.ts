import * as fc from 'fast-check';
import { anySelector, gaugeSelector, modifiers, range, severalMetrics, subqueryRange } from './selectors.ts';
import type { Text } from './text.ts';
import { often, text } from './text.ts';
import { grouped, grouping, matching } from './vector-matching.ts';

/*
 * Two engines round differently. What jumps (comparisons, floor, %, counting of equal values, order)
 * is therefore only asked of exact operands: samples, and sums and differences of them. What is
 * smooth is asked of everything.
 */

const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='];
const SETS = ['and', 'or', 'unless'];
const DATES = [
  'hour',
  'minute',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'days_in_month',
  'month',
  'year',
];

const NUMBERS = ['0', '1', '2', '-3', '0.5', '10', '100', '4096', 'Inf', '-Inf', 'NaN', '1e3', '0x1F'];
/** Numbers to compute with. */
export const exactScalar: Text = text`${[...NUMBERS, '(1 + 2)']}`;

const selector = text`${anySelector}${modifiers}`;

const leaf = fc.oneof(
  often(4, selector),
  often(
    2,
    text`${['min', 'max', 'last', 'count', 'present', 'sum']}_over_time(${anySelector}${range}${modifiers})`,
  ),
  text`${['changes', 'resets']}(${anySelector}${range}${modifiers})`,
  text`timestamp(${selector})`,
  text`${['topk', 'bottomk']}${grouping}(${['1', '2', '0', '5']}, ${gaugeSelector}${modifiers})`,
  text`${['sort', 'sort_desc']}(${gaugeSelector})`,
  // The date of what is no number depends on the processor, so only gauges are asked for it.
  text`${DATES}(${gaugeSelector}${modifiers})`,
  severalMetrics,
);

function functionOf(inner: Text): Text {
  return fc.oneof(
    text`${['abs', 'ceil', 'floor', 'sgn', '-', '+', 'round']}(${inner})`,
    text`round(${inner}, ${['0.5', '10', '-5']})`,
    text`clamp(${inner}, ${exactScalar}, ${exactScalar})`,
    text`${['clamp_min', 'clamp_max']}(${inner}, ${exactScalar})`,
    text`absent(${inner})`,
    text`absent_over_time(${anySelector}${range}${modifiers})`,
  );
}

function operationOn(inner: Text): Text {
  return fc.oneof(
    text`(${inner} ${['+', '-', '%']} ${exactScalar})`,
    text`(${inner} ${COMPARISONS} ${fc.oneof(exactScalar, inner)})`,
    text`(${inner} ${COMPARISONS} bool${matching} ${inner})`,
    text`(${inner} ${['+', '-', ...COMPARISONS]}${fc.oneof(matching, grouped)} ${inner})`,
    text`(${inner} ${SETS}${matching} ${inner})`,
  );
}

/** Vectors whose values are the same to the last bit in every engine. */
export function exactVector(depth: number): Text {
  if (depth === 0) return leaf;
  const inner = exactVector(depth - 1);
  return fc.oneof(
    often(2, leaf),
    often(3, text`${['sum', 'min', 'max', 'count', 'group']}${grouping}(${inner})`),
    text`count_values${grouping}("value", ${inner})`,
    often(2, functionOf(inner)),
    often(5, operationOn(inner)),
    text`${['max', 'min', 'last', 'count', 'sum']}_over_time((${inner})${subqueryRange}${modifiers})`,
    text`${['changes', 'resets']}((${inner})${subqueryRange})`,
  );
}

/** A set operation that keeps what is in the first vector, whatever its values. */
export function restricted(inner: Text): Text {
  return text`(${inner} ${SETS}${matching} ${exactVector(1)})`;
}
