import type { Expr } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { PromqlError } from '../errors/promql-error.ts';
import { FUNCTION_IMPLEMENTATIONS } from '../evaluation/functions/function-registry.ts';
import { parseExpr } from '../parser/parse-expr.ts';
import { analyseExpr } from './analyse-expr.ts';
import { FUNCTIONS } from './function-table.ts';

function faultOf(expr: Expr, query?: string): PromqlError {
  try {
    analyseExpr(expr, query);
  } catch (error) {
    if (error instanceof PromqlError) return error;
    throw error;
  }
  throw new Error('no fault');
}

test.each([
  ['1 + 2', 'scalar'],
  ['time() > bool 3', 'scalar'],
  ['"a"', 'string'],
  ['x', 'vector'],
  ['1 - x', 'vector'],
  ['sum(rate(x[5m]))', 'vector'],
  ['x[5m]', 'matrix'],
  ['(x[5m:1m])', 'matrix'],
  ['scalar(x)', 'scalar'],
  ['-x', 'vector'],
  ['round(x)', 'vector'],
  ['label_join(x, "a", "-", "b", "c", "d")', 'vector'],
])('%s is a %s', (query, type) => {
  expect(analyseExpr(parseExpr(query), query)).toEqual({ type });
});

describe('type errors', () => {
  test.each([
    [
      'rate(x)',
      '1:6',
      'expected type range vector in call to function "rate", got instant vector; add a range such as [5m]',
    ],
    [
      'abs(x[5m])',
      '1:5',
      'expected type instant vector in call to function "abs", got range vector; leave the range out, or use a function such as avg_over_time',
    ],
    [
      'abs(1)',
      '1:5',
      'expected type instant vector in call to function "abs", got scalar; vector(…) makes one of a number',
    ],
    [
      'rate(sum(x))',
      '1:6',
      'expected type range vector in call to function "rate", got instant vector; make it a subquery, such as [5m:1m]',
    ],
    [
      'clamp_max(x, y)',
      '1:14',
      'expected type scalar in call to function "clamp_max", got instant vector; scalar(…) makes one of a single series',
    ],
    ['info(x, y)', '1:9', 'expected label selectors only, got vector selector instead; write {__name__="y"}'],
    ['info(x, 1)', '1:9', 'expected label selectors only'],
    ['x + fill(1) 2', '1:1', 'filling in missing series only allowed between instant vectors'],
    ['x and fill(1) y', '1:1', 'filling in missing series not allowed for set operators'],
    [
      'label_replace(x, 1, "", "", "")',
      '1:18',
      'expected type string in call to function "label_replace", got scalar',
    ],
    [
      'label_join(x, "a", "", job)',
      '1:24',
      'expected type string in call to function "label_join", got instant vector; put it in quotes: "job"',
    ],
    [
      'sum(1)',
      '1:5',
      'expected type instant vector in aggregation expression, got scalar; vector(…) makes one of a number',
    ],
    [
      'topk(x, 5)',
      '1:9',
      'expected type instant vector in aggregation expression, got scalar; the parameter comes first',
    ],
    [
      'sum(x[5m])',
      '1:5',
      'expected type instant vector in aggregation expression, got range vector; leave the range out, or use a function such as avg_over_time',
    ],
    [
      'count_values(version, x)',
      '1:14',
      'expected type string in aggregation parameter, got instant vector; put it in quotes: "version"',
    ],
    [
      'topk(x, y)',
      '1:6',
      'expected type scalar in aggregation parameter, got instant vector; scalar(…) makes one of a single series',
    ],
    ['count_values(1, x)', '1:14', 'expected type string in aggregation parameter, got scalar'],
    ['time(1)', '1:1', 'expected 0 argument(s) in call to "time", got 1; write time()'],
    [
      'clamp(x, 1)',
      '1:1',
      'expected 3 argument(s) in call to "clamp", got 2; write clamp(instant vector, scalar, scalar)',
    ],
    [
      'round(x, 1, 2)',
      '1:1',
      'expected at most 2 argument(s) in call to "round", got 3; write round(instant vector[, scalar])',
    ],
    [
      'label_join(x, "a")',
      '1:1',
      'expected at least 3 argument(s) in call to "label_join", got 2; write label_join(instant vector, string, string[, string, …])',
    ],
    ['1 == 2', '1:1', 'comparisons between scalars must use BOOL modifier; write == bool'],
    ['x + bool y', '1:1', 'bool modifier can only be used on comparison operators'],
    [
      '1 and x',
      '1:1',
      'set operator "and" not allowed in binary scalar expression; vector(…) makes one of a number',
    ],
    [
      'x + "a"',
      '1:5',
      'binary expression must contain only scalar and instant vector types; numbers are written without quotes',
    ],
    [
      'x[5m] + 1',
      '1:1',
      'binary expression must contain only scalar and instant vector types; leave the range out, or use a function such as avg_over_time',
    ],
    ['x + on(a) 1', '1:1', 'vector matching only allowed between instant vectors'],
    ['x and on(a) group_left y', '1:1', 'no grouping allowed for "and" operation'],
    ['x + on(a) group_left(a) y', '1:1', 'label "a" must not occur in ON and GROUP clause at once'],
    [
      '-"a"',
      '1:1',
      'unary expression only allowed on expressions of type scalar or instant vector, got string; numbers are written without quotes',
    ],
    ['(1)[5m:]', '1:1', 'subquery is only allowed on instant vector, got scalar instead'],
    [
      'sum({})',
      '1:5',
      'vector selector must contain at least one non-empty matcher; name a metric, or a label that must be there, such as {job=~".+"}',
    ],
    [
      '{a="", b=~".*", c!="d"}',
      '1:1',
      'vector selector must contain at least one non-empty matcher; name a metric, or a label that must be there, such as {job=~".+"}',
    ],
  ])('%s is refused at %s: %s', (query, position, reason) => {
    const fault = faultOf(parseExpr(query), query);
    expect(fault.code).toBe('TT_QUERY_TYPE');
    expect(fault.reason).toBe(reason);
    expect(fault.message.startsWith(`${position}: `)).toBe(true);
  });
});

test('an expression that was built is shown in print where it is at fault', () => {
  const selector: Expr = { kind: 'vector', metric: 'x', matchers: [] };
  const fault = faultOf({
    kind: 'binary',
    op: '+',
    left: { kind: 'call', func: 'rate', args: [selector] },
    right: selector,
  });
  expect(fault.query).toBe('x');
  expect(fault.reason).toContain('expected type range vector');
});

test('a built expression with a bad regular expression or an unknown function is a syntax error', () => {
  expect(faultOf({ kind: 'vector', matchers: [{ name: 'a', op: '=~', value: '(' }] }).code).toBe(
    'TT_QUERY_SYNTAX',
  );
  expect(faultOf({ kind: 'call', func: '__proto__', args: [] }).code).toBe('TT_QUERY_SYNTAX');
});

test('what is experimental is refused only after everything else was found correct', () => {
  expect(faultOf(parseExpr('mad_over_time(x[5m])')).code).toBe('TT_QUERY_UNSUPPORTED');
  expect(faultOf(parseExpr('limit_ratio(0.5, x)')).code).toBe('TT_QUERY_UNSUPPORTED');
  expect(faultOf(parseExpr('info(x, {a=~".*"})')).code).toBe('TT_QUERY_UNSUPPORTED');
  for (const query of [
    'x offset (1m)',
    'x[5m*2]',
    'x[5m:step()]',
    'rate(x[5m] anchored)',
    'x smoothed',
    'x / fill(0) y',
  ])
    expect(faultOf(parseExpr(query)).code).toBe('TT_QUERY_UNSUPPORTED');
  expect(faultOf(parseExpr('step()')).reason).toContain('--query.experimental');
  expect(faultOf(parseExpr('step() + x + abs(1)')).code).toBe('TT_QUERY_TYPE');
});

test('what is experimental is correct where it is switched on', () => {
  expect(analyseExpr(parseExpr('limitk(2, x)'), undefined, { experimental: true })).toEqual({
    type: 'vector',
  });
});

test('every function is implemented, but those of the times of the query, info, and one without data', () => {
  expect([...FUNCTION_IMPLEMENTATIONS.keys()].filter((name) => !FUNCTIONS.has(name))).toEqual([]);
  const others = [...FUNCTIONS.keys()].filter((name) => !FUNCTION_IMPLEMENTATIONS.has(name));
  expect(others.sort()).toEqual(['end', 'info', 'range', 'start', 'start_timestamp', 'step']);
});
