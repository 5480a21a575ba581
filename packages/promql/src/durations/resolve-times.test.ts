import { printExpr } from '@telltale/model';
import { expect, test } from 'vitest';
import { PromqlError } from '../errors/promql-error.ts';
import { parseExpr } from '../parser/parse-expr.ts';
import { resolveTimes } from './resolve-times.ts';

const TIMES = { startMs: 10_000, endMs: 100_000, stepMs: 15_000 };

test.each([
  ['a[step()]', { rangeMs: 15_000 }],
  ['a[range() / 2] offset -step()', { rangeMs: 45_000, selector: { offsetMs: -15_000 } }],
  ['a[1h:max_of(step(), 1m)] offset (step() * 2)', { rangeMs: 3_600_000, stepMs: 60_000, offsetMs: 30_000 }],
  ['a @ end()', { at: { kind: 'timestamp', ms: 100_000 } }],
  ['start() + step()', { left: { kind: 'number', value: 10 }, right: { kind: 'number', value: 15 } }],
  ['sum(rate(a[step()*4]))', { expr: { args: [{ rangeMs: 60_000 }] } }],
])('%s is resolved for one query', (query, resolved) => {
  expect(resolveTimes(parseExpr(query), TIMES)).toMatchObject(resolved);
});

test('an expression keeps its text', () => {
  const query = '-(a[step()] offset range()) + max_over_time((b + on (x) c)[5m:step()])';
  expect(printExpr(resolveTimes(parseExpr(query), TIMES))).toBe(query);
});

test('a duration that is none for this query is refused where it stands', () => {
  const query = 'sum(rate(a[5m - range()]))';
  try {
    resolveTimes(parseExpr(query), { ...TIMES, endMs: 400_000 }, query);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(PromqlError);
    expect(error).toMatchObject({
      code: 'TT_QUERY_EXECUTION',
      reason: 'duration must be greater than 0, this one is -90s',
      source: { start: 11, end: 23 },
    });
  }
});
