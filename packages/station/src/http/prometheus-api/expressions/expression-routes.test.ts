import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerExpressionRoutes } from './expression-routes.ts';

async function ask(route: string, query: string) {
  const server = fastify();
  registerExpressionRoutes(server);
  const response = await server.inject(`/api/v1/${route}?${new URLSearchParams({ query })}`);
  return { statusCode: response.statusCode, ...response.json<{ data: unknown; error?: string }>() };
}

const parse = async (query: string) => (await ask('parse_query', query)).data;

const selector = (name: string, more: object = {}) => ({
  type: 'vectorSelector',
  name,
  offset: 0,
  offsetExpr: null,
  matchers: [{ name: '__name__', value: name, type: '=' }],
  timestamp: null,
  startOrEnd: null,
  anchored: false,
  smoothed: false,
  ...more,
});

test('a selector shows its matchers, the name last, and its modifiers', async () => {
  expect(await parse('up{job=~"a|b"} offset -5m @ 1.5')).toEqual(
    selector('up', {
      offset: -300_000,
      timestamp: 1500,
      matchers: [
        { name: 'job', value: 'a|b', type: '=~' },
        { name: '__name__', value: 'up', type: '=' },
      ],
    }),
  );
  expect(await parse('{__name__="up"} @ end()')).toEqual(
    selector('', { startOrEnd: 'end', matchers: [{ name: '__name__', value: 'up', type: '=' }] }),
  );
});

test('an aggregation shows parameter and grouping, a call its signature', async () => {
  expect(await parse('topk without (a) (3, rate(x[5m]))')).toMatchObject({
    type: 'aggregation',
    op: 'topk',
    without: true,
    grouping: ['a'],
    param: { type: 'numberLiteral', val: '3' },
    expr: {
      type: 'call',
      func: { name: 'rate', argTypes: ['matrix'], variadic: 0, returnType: 'vector' },
      args: [{ type: 'matrixSelector', name: 'x', range: 300_000, rangeExpr: null }],
    },
  });
});

test.each([
  ['a + b', { card: 'one-to-one', labels: [], on: false, include: [] }],
  ['a and on (x) b', { card: 'many-to-many', labels: ['x'], on: true }],
  ['a * on (x) group_left (y) b', { card: 'many-to-one', labels: ['x'], on: true, include: ['y'] }],
  ['a > bool 1', null],
  ['a + (1 + scalar(b))', null],
])('the operands of %s are matched as shown', async (query, matching) => {
  expect(await parse(query)).toMatchObject({ type: 'binaryExpr', matching });
});

test('a subquery, a sign, parentheses and a text are shown', async () => {
  expect(await parse('-(max_over_time(sum(x)[1h:5m] offset 1m))')).toMatchObject({
    type: 'unaryExpr',
    op: '-',
    expr: {
      type: 'parenExpr',
      expr: { args: [{ type: 'subquery', range: 3_600_000, step: 300_000, offset: 60_000, stepExpr: null }] },
    },
  });
  expect(await parse('"a\\n"')).toEqual({ type: 'stringLiteral', val: 'a\n' });
});

test.each([
  ['1e21', '1000000000000000000000'],
  ['1.5e-7', '0.00000015'],
  ['Inf', '+Inf'],
  ['NaN', 'NaN'],
  ['0x1f', '31'],
])('the number %s is shown without an exponent', async (query, val) => {
  expect(await parse(query)).toEqual({ type: 'numberLiteral', val });
});

test('arithmetic of durations is shown as it was written', async () => {
  expect(await parse('x[(5m + step()) * 2]')).toMatchObject({
    rangeExpr: {
      type: 'durationExpr',
      op: '*',
      wrapped: false,
      lhs: {
        type: 'durationExpr',
        op: '+',
        wrapped: true,
        lhs: { type: 'numberLiteral', val: '300', duration: true },
        rhs: { type: 'durationExpr', op: 'step', lhs: null, rhs: null },
      },
      rhs: { type: 'numberLiteral', val: '2', duration: false },
    },
  });
});

test('a query is formatted', async () => {
  expect((await ask('format_query', 'sum   by(a)(x{b="c" })')).data).toBe('sum by (a) (x{b="c"})');
});

test.each(['format_query', 'parse_query'])(
  '%s refuses what is no query, and what is ill typed',
  async (route) => {
    expect(await ask(route, 'sum(')).toMatchObject({ statusCode: 400, errorType: 'bad_data' });
    expect((await ask(route, '')).error).toMatch(/^invalid parameter "query": 1:1: /);
    expect((await ask(route, 'rate(x)')).error).toContain('invalid parameter "query": 1:6: ');
  },
);
