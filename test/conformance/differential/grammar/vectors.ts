import * as fc from 'fast-check';
import { exactScalar, exactVector, restricted } from './exact-vectors.ts';
import { anySelector, counterSelector, gaugeSelector, modifiers, range, subqueryRange } from './selectors.ts';
import type { Text } from './text.ts';
import { often, text } from './text.ts';
import { grouped, grouping, matching } from './vector-matching.ts';

const ARITHMETIC = ['+', '-', '*', '/', '^', 'atan2'];
const ANGLES = ['sin', 'cos', 'tan', 'atan', 'sinh', 'tanh', 'asinh', 'deg', 'rad'];
const MATHEMATICS = ['sqrt', 'exp', 'ln', 'log2', 'log10', 'abs', ...ANGLES];
const AGGREGATIONS = ['sum', 'avg', 'min', 'max', 'count', 'stddev', 'stdvar', 'group'];
const REPLACEMENTS = [
  '"to", "v-$1", "instance", "(.*)"',
  '"instance", "$1$1", "instance", "([a-b])"',
  '"code", "", "code", ".*"',
  '"to", "$2", "job", "(fl)(?P<x>.*)"',
  '"instance", "", "instance", ".*"',
];
const JOINS = ['"to", "-", "instance", "job"', '"instance", "/"', '"to", "", "none"'];

const buckets = fc.oneof(
  text`sum by (${['le', 'le, instance']}) (rate(latency_seconds_bucket${range}))`,
  text`latency_seconds_bucket${modifiers}`,
);

const leaf = fc.oneof(
  often(4, text`${['rate', 'increase', 'irate', 'delta', 'idelta']}(${counterSelector}${range}${modifiers})`),
  text`deriv(${anySelector}${range}${modifiers})`,
  text`predict_linear(${gaugeSelector}${range}${modifiers}, ${['0', '600', '-30']})`,
  text`${['avg', 'stddev', 'stdvar']}_over_time(${anySelector}${range}${modifiers})`,
  text`quantile_over_time(${['0', '0.25', '0.9', '1', '2', '-1', 'NaN']}, ${anySelector}${range})`,
  text`histogram_quantile(${['0', '0.5', '0.95', '1', '1.2', '-0.1', 'NaN']}, ${buckets})`,
  often(3, exactVector(1)),
);

function operationOn(inner: Text): Text {
  return fc.oneof(
    text`(${inner} ${ARITHMETIC} ${exactScalar})`,
    text`(${exactScalar} ${ARITHMETIC} ${inner})`,
    often(2, text`(${inner} ${ARITHMETIC}${fc.oneof(matching, grouped)} ${inner})`),
    text`(${inner} * ${scalar(inner)})`,
    restricted(inner),
  );
}

/** Vectors of every kind. */
export function vector(depth: number): Text {
  if (depth === 0) return leaf;
  const inner = vector(depth - 1);
  return fc.oneof(
    often(2, leaf),
    often(2, exactVector(depth)),
    often(3, text`${AGGREGATIONS}${grouping}(${inner})`),
    text`quantile${grouping}(${['0', '0.3', '0.99', '1', '-1', '7']}, ${inner})`,
    text`${MATHEMATICS}(${inner})`,
    often(6, operationOn(inner)),
    often(2, text`${['avg', 'sum', 'max', 'stddev']}_over_time((${inner})${subqueryRange}${modifiers})`),
    text`${['rate', 'increase', 'delta', 'deriv']}(${counterSelector}${subqueryRange}${modifiers})`,
    text`label_replace(${inner}, ${REPLACEMENTS})`,
    text`label_join(${inner}, ${JOINS})`,
    text`vector(${scalar(inner)})`,
  );
}

function scalar(inner: Text): Text {
  return fc.oneof(
    text`${['time()', 'pi()', '2', '-1', 'time() - 1.5e9', 'scalar(minute())']}`,
    text`scalar(${inner})`,
  );
}

/** Whole queries that are scalars or strings. */
export const plainQuery: Text = fc.oneof(
  scalar(exactVector(0)),
  text`${['"text"', "'it''s'", '`raw`', '1 / 0', '-2 ^ 2 ^ 0.5', '7 % -3', '1 > bool 2', '0x10 + .5e1']}`,
);
