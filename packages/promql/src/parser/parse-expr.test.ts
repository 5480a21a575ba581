import type { Expr } from '@telltale/model';
import { printExpr, walkExpr } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { PromqlError } from '../errors/promql-error.ts';
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

function errorOf(query: string): PromqlError {
  try {
    parseExpr(query);
  } catch (error) {
    if (error instanceof PromqlError) return error;
    throw error;
  }
  throw new Error(`parsed: ${query}`);
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
    expect(errorOf(`${name}(a)`).reason).toBe(`unknown function with name "${name}"`);
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

describe('errors', () => {
  test.each([
    ['sum(rate(x[5m])', '1:4', "unclosed left parenthesis '('", '('],
    ['a)', '1:2', "unexpected right parenthesis ')'", ')'],
    ['x{a="b"', '1:2', "unclosed left brace '{'", '{'],
    ['x{a="b}', '1:5', 'unterminated quoted string', '"b}'],
    ['rate(x[5x])', '1:8', 'bad number or duration syntax: "5x"', '5x'],
    ['x[]', '1:3', 'missing duration in range selector', ']'],
    ['x[0s]', '1:3', 'duration must be greater than 0', '0s'],
    ['x offset "5m"', '1:10', 'bad number or duration syntax: "5m"', '"5m"'],
    [
      'histgram_quantile(0.9, x)',
      '1:1',
      'unknown function with name "histgram_quantile"; did you mean histogram_quantile?',
      'histgram_quantile',
    ],
    ['zzzzzz(x)', '1:1', 'unknown function with name "zzzzzz"', 'zzzzzz'],
    ['a +', '1:4', 'unexpected end of input after "+"', ''],
    ['a b', '1:3', 'unexpected identifier "b"; an operator is missing in front of it', 'b'],
    ['x{a}', '1:4', 'unexpected "}" in label matching, expected name="value"', '}'],
    ['x{a=~"("}', '1:6', 'bad regular expression: error parsing regexp: missing closing ): `(`', '"("'],
    [
      'topk(x)',
      '1:1',
      'wrong number of arguments for aggregate expression "topk", expected 2, got 1',
      'topk(x)',
    ],
    [
      '(a)[5m]',
      '1:1',
      'ranges are only allowed for vector selectors; for other expressions write a subquery, such as [5m:]',
      '(a)[5m]',
    ],
    ['a offset 1m [5m]', '1:1', 'offset and @ must come after the range, not before it', 'a offset 1m [5m]'],
    ['a[1e12]', '1:3', 'duration out of range', '1e12'],
    ['a[200y * 2]', '1:3', 'duration out of range', '200y * 2'],
    ['a[5m - 10m]', '1:3', 'duration must be greater than 0, this one is -300s', '5m - 10m'],
    ['a[5m / 0]', '1:3', 'division by zero in a duration', '5m / 0'],
    ['a[Inf]', '1:3', 'not a valid duration: "Inf"', 'Inf'],
    ['a[5min]', '1:3', 'bad number or duration syntax: "5min"; did you mean 5m?', '5min'],
    ['a[1.5h]', '1:3', 'bad number or duration syntax: "1.5h"; did you mean 1h30m?', '1.5h'],
    ['1e999', '1:1', 'bad number or duration syntax: "1e999"', '1e999'],
    ['1__0', '1:1', 'bad number or duration syntax: "1__0"', '1__0'],
    ['a offset\u00a05m', '1:9', 'unexpected character U+00A0; write a plain space instead', '\u00a0'],
    ['{a=\u201cb\u201d}', '1:4', 'unexpected character \u201c (U+201C); write " instead', '\u201c'],
    [
      'x{job=api}',
      '1:7',
      'unexpected identifier "api" in label matching; put the value in quotes: ="api"',
      'api',
    ],
    [
      'http.duration{a="b"}',
      '1:5',
      'unexpected "."; names with other characters than letters, digits and _ are written in quotes: {"http.duration"}',
      '.',
    ],
    [
      'x{größe.x="y"}',
      '1:5',
      'unexpected "ö" in label matching; names with other characters than letters, digits and _ are written in quotes: "größe.x"',
      'ö',
    ],
    ['x = 1', '1:3', 'unexpected "="; values are compared with ==', '='],
    ['x && y', '1:3', 'unexpected "&"; write and instead of &&', '&'],
    ['x <> 1', '1:4', 'unexpected ">"; write != instead of <>', '>'],
    ['!x', '1:1', 'unexpected "!"; compare with == 0, or see absent() and unless', '!'],
    ['not x', '1:5', 'unexpected identifier "x"; compare with == 0, or see absent() and unless', 'x'],
    ['x > 5 ? 1 : 0', '1:7', 'unexpected "?"; a comparison with bool gives 1 or 0, as in x > bool 5', '?'],
    ['x;', '1:2', 'unexpected ";"; a query is one expression, without a semicolon', ';'],
    ['and x', '1:5', 'unexpected identifier "x"; and stands between two expressions', 'x'],
    [
      'offset 5m x',
      '1:8',
      'unexpected number or duration "5m"; offset follows what it moves, as in x offset 5m',
      '5m',
    ],
    [
      'rate(x[5m]) by (a)',
      '1:13',
      'unexpected identifier "by"; by belongs to an aggregation, as in sum by (job) (x)',
      'by',
    ],
    ['x on (a) y', '1:3', 'unexpected identifier "on"; on follows an operator, as in x * on (job) y', 'on'],
    [
      'x bool > 1',
      '1:3',
      'unexpected identifier "bool"; bool follows a comparison, as in x > bool 5',
      'bool',
    ],
    [
      'x @ now',
      '1:5',
      'unexpected identifier "now"; a time is written in seconds since 1970, or as start() or end()',
      'now',
    ],
    ['x[5m]{a="b"}', '1:6', 'unexpected "{"; matchers stand in front of the range: x{a="b"}[5m]', '{'],
    [
      'x[5 m]',
      '1:5',
      'unexpected "m" in range, expected a duration such as 5m; write 5m without a space',
      'm',
    ],
    [
      'x[$range]',
      '1:4',
      'unexpected "range" in range, expected a duration such as 5m; a variable must be replaced first',
      'range',
    ],
    ['x[5m:1m:1s]', '1:8', 'unexpected ":" in range; a range has one step, as in [5m:1m]', ':'],
    [
      'x{a=~"b"|"c"}',
      '1:9',
      'unexpected "|" in label matching; write the alternatives in one string, as in =~"a|b"',
      '|',
    ],
    [
      'x{a in ("b")}',
      '1:5',
      'unexpected identifier "in" in label matching; one of several values is written =~"a|b"',
      'in',
    ],
    ['x{a!=}', '1:6', 'unexpected "}" in label matching; the value in quotes is missing', '}'],
    [
      'x{a="b" c="d"}',
      '1:9',
      'unexpected identifier "c" in label matching; put a comma between matchers',
      'c',
    ],
    ['sum by job (x)', '1:8', 'unexpected identifier "job"; put the labels in parentheses: by (job)', 'job'],
    [
      'rate(x[5m],)',
      '1:12',
      'unexpected ")" in parentheses; no comma may stand before the closing parenthesis',
      ')',
    ],
    [
      'holt_winters(x[5m], 0.1, 0.1)',
      '1:1',
      'unknown function with name "holt_winters"; did you mean double_exponential_smoothing?',
      'holt_winters',
    ],
    [
      'a smoothed anchored',
      '1:1',
      'anchored and smoothed modifiers cannot be used together',
      'a smoothed anchored',
    ],
    ['a[5m:1m] anchored', '1:1', 'anchored modifier is not supported for subqueries', 'a[5m:1m] anchored'],
    ['a anchored [5m]', '1:1', 'anchored must come after the range, not before it', 'a anchored [5m]'],
    ['a @ -1e20', '1:5', 'timestamp out of bounds for @ modifier', '-1e20'],
    ['a offset 1m offset 2m', '1:1', 'offset may not be set multiple times', 'a offset 1m offset 2m'],
    [
      '(a + b) offset 1m',
      '1:1',
      'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
      '(a + b) offset 1m',
    ],
    ['x{__name__="y"}', '1:1', 'metric name must not be set twice: "x" or "y"', 'x{__name__="y"}'],
    [
      String.raw`"\q"`,
      '1:1',
      'string is not closed or has an escape sequence that does not exist',
      String.raw`"\q"`,
    ],
    // Prometheus refuses to escape the quote that does not end the string.
    [
      String.raw`"it\'s"`,
      '1:1',
      'string is not closed or has an escape sequence that does not exist',
      String.raw`"it\'s"`,
    ],
    ['', '1:1', 'no expression found in input', ''],
    ['sum(😀)', '1:5', 'unexpected "😀" in parentheses', '😀'],
    ['sum(\n  a,,b\n)', '2:5', 'unexpected "," in parentheses', ','],
  ])('%j is refused at %s: %s', (query, position, reason, place) => {
    const error = errorOf(query);
    expect(error.code).toBe('TT_QUERY_SYNTAX');
    expect(error.message.startsWith(`${position}: ${reason}`)).toBe(true);
    expect(error.reason).toBe(reason);
    expect(query.slice(error.source.start, error.source.end)).toBe(place);
  });

  test('nesting and length are limited before they can exhaust the stack', () => {
    expect(errorOf(`${'('.repeat(10_000)}1${')'.repeat(10_000)}`).reason).toContain('nested more than');
    expect(errorOf('('.repeat(10_000)).reason).toContain('nested more than');
    expect(errorOf(`a[${'('.repeat(10_000)}5m${')'.repeat(10_000)}]`).reason).toContain('nested more than');
    expect(errorOf(`a[${'-'.repeat(10_000)}5m]`).reason).toContain('nested more than');
    expect(errorOf(`a[${Array.from({ length: 10_000 }, () => '1m').join('+')}]`).reason).toContain(
      'nested more than',
    );
    expect(errorOf(`a${' offset 1m'.repeat(50_000)}`).reason).toContain('nested more than');
    expect(errorOf(','.repeat(100_000)).reason).toContain('unexpected');
    expect(errorOf('sum('.repeat(10_000)).reason).toContain('nested more than');
    expect(errorOf(`${'('.repeat(1000)}1${')'.repeat(1000)}`).reason).toContain('nested more than');
    expect(errorOf(`${'-'.repeat(1000)}x`).reason).toContain('nested more than');
    expect(errorOf(Array.from({ length: 700 }, () => 'a').join(' or ')).reason).toContain('nested more than');
    expect(errorOf('a'.repeat(1_000_001)).reason).toContain('longer than');
  });
});
