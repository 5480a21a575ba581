import type { Expr } from '@telltale/model';
import { printExpr, walkExpr } from '@telltale/model';
import { expect, test } from 'vitest';
import { parseExpr } from './parse-expr.ts';

/** Every operation in parentheses, so that the tree can be read. */
function grouped(text: string): string {
  const show = (expr: Expr): string => {
    switch (expr.kind) {
      case 'binary':
        return `(${show(expr.left)} ${expr.op} ${show(expr.right)})`;
      case 'unary':
        return `(${expr.op}${show(expr.expr)})`;
      default:
        return printExpr(expr);
    }
  };
  return show(parseExpr(text));
}

test('operators bind as in PromQL', () => {
  expect(grouped('a + b * c ^ d')).toBe('(a + (b * (c ^ d)))');
  expect(grouped('a - b - c')).toBe('((a - b) - c)');
  expect(grouped('a ^ b ^ c')).toBe('(a ^ (b ^ c))');
  expect(grouped('a or b and c unless d')).toBe('(a or ((b and c) unless d))');
  expect(grouped('a == b + c > d')).toBe('((a == (b + c)) > d)');
  expect(grouped('a atan2 b % c')).toBe('((a atan2 b) % c)');
});

test('a sign binds weaker than a power and tighter than a product', () => {
  expect(grouped('-a ^ b * c')).toBe('((-(a ^ b)) * c)');
  expect(grouped('2 ^ -a ^ 2')).toBe('(2 ^ (-(a ^ 2)))');
  expect(grouped('-1 ^ 2')).toBe('(-(1 ^ 2))');
  expect(grouped('a --b')).toBe('(a - (-b))');
});

test('a modifier belongs to the operand before it, not to the whole operation', () => {
  expect(grouped('a + b offset 5m * c')).toBe('(a + (b offset 5m * c))');
  expect(grouped('a / b[5m:1m] offset 1h')).toBe('(a / b[5m:1m] offset 1h)');
  expect(grouped('-a @ 10')).toBe('(-a @ 10.000)');
});

test.each([
  ['0x1F', 31],
  ['017', 15],
  ['1_000.5', 1000.5],
  ['2.', 2],
  ['.5e-3', 0.0005],
  ['1h30m', 5400],
  ['-Inf', -Infinity],
  ['+3', 3],
])('the number %s is read as %d', (text, value) => {
  expect(parseExpr(text)).toMatchObject({ kind: 'number', value });
});

test.each([
  [String.raw`"a\n\x41\u00e9\U0001F600\101"`, 'a\nA\u00e9\u{1F600}A'],
  [String.raw`'it\'s'`, "it's"],
  ['`raw \\n`', String.raw`raw \n`],
  [String.raw`"\xc3\xa9"`, '\u00e9'],
  [String.raw`"\ud800"`, '\ufffd'],
])('the string %s is unescaped', (text, value) => {
  expect(parseExpr(text)).toMatchObject({ kind: 'string', value });
});

test('a byte that is no UTF-8 becomes a lone surrogate that no label can equal', () => {
  const expr = parseExpr(String.raw`"\xff"`);
  expect(expr.kind === 'string' && expr.value.isWellFormed()).toBe(false);
});

test('selectors take every kind of matcher, quoted names and keywords as labels', () => {
  expect(parseExpr(`{"my metric", on="a", by!='b', "l.c"=~\`c|d\`, bool!~"e",}`)).toMatchObject({
    kind: 'vector',
    metric: 'my metric',
    matchers: [
      { name: 'on', op: '=', value: 'a' },
      { name: 'by', op: '!=', value: 'b' },
      { name: 'l.c', op: '=~', value: 'c|d' },
      { name: 'bool', op: '!~', value: 'e' },
    ],
  });
});

test('of several names in braces all have to match', () => {
  expect(parseExpr('{"a", __name__!="b", c="d"}')).toMatchObject({
    matchers: [
      { name: '__name__', op: '=', value: 'a' },
      { name: '__name__', op: '!=', value: 'b' },
      { name: 'c', op: '=', value: 'd' },
    ],
  });
  expect(parseExpr('{"a"}')).not.toHaveProperty('matchers.0');
});

test('names of any characters are quoted where they are printed, others are not', () => {
  const query =
    'sum by ("l.x", job) ({"m.x", "l.x"="y"}) / on ("l.x") group_left ("ü", le) {"größe", job="z"}';
  expect(printExpr(parseExpr(query.replaceAll('job', '"job"')))).toBe(query);
});

test('words of the language are metric names where they stand alone', () => {
  for (const name of ['sum', 'rate', 'min', 'by', 'start', 'atan2', 'group_total']) {
    expect(parseExpr(name)).toMatchObject({ kind: 'vector', metric: name });
  }
});

test.each(['constructor', 'Constructor', '__proto__', '__PROTO__'])(
  '%s is a name like any other for metrics, labels and groups',
  (name) => {
    const query = `sum by (${name}) (rate(${name}{${name}="${name}", b="c"}[5m])) + max(${name}) by (${name})`;
    expect(printExpr(parseExpr(query))).toBe(
      `sum by (${name}) (rate(${name}{${name}="${name}", b="c"}[5m])) + max by (${name}) (${name})`,
    );
    expect(() => parseExpr(`${name}(a)`)).toThrow(`unknown function with name "${name}"`);
  },
);

test('aggregations are read in both orders of their clause and in any case', () => {
  const expected = { kind: 'aggregation', op: 'sum', grouping: { mode: 'by', labels: ['job', 'le'] } };
  expect(parseExpr('sum by (job, le) (x)')).toMatchObject(expected);
  expect(parseExpr('SUM(x) BY (job, le,)')).toMatchObject(expected);
  expect(parseExpr('topk without () (3, x)')).toMatchObject({
    op: 'topk',
    grouping: { mode: 'without', labels: [] },
    param: { value: 3 },
  });
});

test('vector matching is read with its cardinality and included labels', () => {
  expect(parseExpr('a * on (x, y) group_left (z) b')).toMatchObject({
    matching: { mode: 'on', labels: ['x', 'y'], cardinality: 'many-to-one', include: ['z'] },
  });
  expect(parseExpr('a > bool ignoring () group_right b')).toMatchObject({
    bool: true,
    matching: { mode: 'ignoring', labels: [], cardinality: 'one-to-many', include: [] },
  });
});

test('ranges, offsets and times are read in milliseconds', () => {
  expect(parseExpr('a[1m30s] @ 1.5 offset -2m')).toMatchObject({
    kind: 'matrix',
    rangeMs: 90_000,
    selector: { at: { kind: 'timestamp', ms: 1500 }, offsetMs: -120_000 },
  });
  expect(parseExpr('a[5m:] @ end()')).toMatchObject({
    kind: 'subquery',
    rangeMs: 300_000,
    at: { kind: 'end' },
  });
  expect(parseExpr('a[2 * (1h - 30m) + 30]')).toMatchObject({ rangeMs: 3_630_000 });
});

test.each([
  ['a[26m + 4m]', 30 * 60_000],
  ['a[2m*(10+5)]', 30 * 60_000],
  ['a[1h30m % 1h]', 30 * 60_000],
  ['a[-5m+35m]', 30 * 60_000],
  ['a[2 ^ 2 ^ 3 - -1m]', 316_000],
  ['a[min_of(5m, MAX_OF(1m, 2m))]', 120_000],
  ['a[1.0019]', 1001],
])('the arithmetic of %s is computed and kept', (query, rangeMs) => {
  expect(parseExpr(query)).toMatchObject({ kind: 'matrix', rangeMs });
});

test.each([
  ['a[5m]', 'a[5m]'],
  ['a[+(300)]', 'a[+(300)]'],
  ['a[(1m+Step())*2:range()/10] offset -(1m + 30s)', 'a[(1m + step()) * 2:range() / 10] offset -(1m + 30s)'],
  ['a smoothed @ 5 offset 1m', 'a smoothed @ 5.000 offset 1m'],
  ['rate(a[5m] anchored)', 'rate(a[5m] anchored)'],
  [
    'a + bool on(x) group_left fill_left(1) fill_right(-Inf) b',
    'a + bool on (x) group_left () fill_left (1) fill_right (-Inf) b',
  ],
  ['a > fill(0x10) b', 'a > fill (16) b'],
  ['a </ 2 >/ 1', 'a </ 2 >/ 1'],
  ['min_of(1, max_of(2, 3))', 'min_of(1, max_of(2, 3))'],
  ['90m + x', '1h30m + x'],
  ['{"on"} or {"NaN"}', '{"on"} or {"NaN"}'],
])('%s is printed as %s', (query, text) => {
  expect(printExpr(parseExpr(query))).toBe(text);
  expect(printExpr(parseExpr(text))).toBe(text);
});

test('after offset stands one duration; an operator behind it belongs to the samples', () => {
  expect(grouped('a offset step()*2')).toBe('(a offset step() * 2)');
  expect(grouped('a offset -min_of(step(), 1s)^0')).toBe('(a offset -min_of(step(), 1s) ^ 0)');
  expect(grouped('a offset (2m*2) + min_of(1, 2)')).toBe('(a offset (2m * 2) + min_of(1, 2))');
});

test('what depends on the query is left open', () => {
  expect(parseExpr('a[step() + 1m]')).toMatchObject({ rangeMs: 0, rangeExpr: { kind: 'operation' } });
});

test('the words of modifiers are metric names where no modifier can stand', () => {
  for (const name of ['offset', 'fill', 'fill_left', 'anchored', 'smoothed', 'step', 'range', 'min_of']) {
    expect(printExpr(parseExpr(`sum(${name}) + ${name}{${name}="x"} offset 5m`))).toBe(
      `sum(${name}) + ${name}{${name}="x"} offset 5m`,
    );
  }
});

test('every node says where it was written', () => {
  const query = 'sum by (a) (rate(x{b="c"}[5m] offset 1h)) / -on(1)'.replace('on(1)', '(y ^ 2)');
  const texts = [...walkExpr(parseExpr(query))].map(({ source }) => query.slice(source?.start, source?.end));
  expect(texts).toEqual([
    query,
    'sum by (a) (rate(x{b="c"}[5m] offset 1h))',
    'rate(x{b="c"}[5m] offset 1h)',
    'x{b="c"}[5m] offset 1h',
    'x{b="c"}',
    '-(y ^ 2)',
    '(y ^ 2)',
    'y ^ 2',
    'y',
    '2',
  ]);
});

test('comments and line breaks may stand between all parts', () => {
  expect(grouped('# total\nsum( # inner (\n x\n)\n+ # "quote\n 1')).toBe('(sum(x) + 1)');
});
