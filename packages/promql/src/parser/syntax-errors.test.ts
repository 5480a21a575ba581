import { expect, test } from 'vitest';
import { PromqlError } from '../errors/promql-error.ts';
import { parseExpr } from './parse-expr.ts';

function errorOf(query: string): PromqlError {
  try {
    parseExpr(query);
  } catch (error) {
    if (error instanceof PromqlError) return error;
    throw error;
  }
  throw new Error(`parsed: ${query}`);
}

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
  ['x => 1', '1:3', 'unexpected "="; write >= instead of =>', '='],
  ['x ≥ 1', '1:3', 'unexpected "≥"; write >= instead of ≥', '≥'],
  ['x =~ "a"', '1:3', 'unexpected "=~"; matchers stand in braces, as in x{job=~"a"}', '=~'],
  ['x > $limit', '1:5', 'unexpected "$"; a variable must be replaced first', '$'],
  ['x | sum', '1:3', 'unexpected "|"; functions are written around their argument, as in sum(x)', '|'],
  ['x // total', '1:4', 'unexpected "/"; comments begin with #', '/'],
  ['x > 5MB', '1:5', 'bad number or duration syntax: "5MB"; did you mean 5e6?', '5MB'],
  ['x[5M]', '1:3', 'bad number or duration syntax: "5M"; did you mean 5m?', '5M'],
  [
    'x[5 minutes]',
    '1:5',
    'unexpected "minutes" in range, expected a duration such as 5m; write 5m without a space',
    'minutes',
  ],
  ['x[:5m]', '1:3', 'unexpected ":" in range; a range comes in front of the step, as in [5m:1m]', ':'],
  [
    'rate(x 5m)',
    '1:8',
    'unexpected number or duration "5m" in parentheses; a range is written in brackets: x[5m]',
    '5m',
  ],
  [
    'sum by (a) x',
    '1:12',
    'unexpected identifier "x"; put the expression in parentheses: sum by (job) (x)',
    'x',
  ],
  ['sum(x) sum(y)', '1:8', 'unexpected identifier "sum"; an operator is missing in front of it', 'sum'],
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
  ['x bool > 1', '1:3', 'unexpected identifier "bool"; bool follows a comparison, as in x > bool 5', 'bool'],
  [
    'x @ now',
    '1:5',
    'unexpected identifier "now"; a time is written in seconds since 1970, or as start() or end()',
    'now',
  ],
  ['x[5m]{a="b"}', '1:6', 'unexpected "{"; matchers stand in front of the range: x{a="b"}[5m]', '{'],
  ['x[5 m]', '1:5', 'unexpected "m" in range, expected a duration such as 5m; write 5m without a space', 'm'],
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
  ['x{a="b" c="d"}', '1:9', 'unexpected identifier "c" in label matching; put a comma between matchers', 'c'],
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
    String.raw`x{a=~"\\.\d"}`,
    '1:6',
    String.raw`escape sequence \d does not exist; write \\d, or put the text in back quotes`,
    String.raw`"\\.\d"`,
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

test('what is wrong is said in few words, however long the query is', () => {
  for (const query of [
    'a.'.repeat(100_000),
    'ö'.repeat(100_000),
    `f${'o'.repeat(100_000)}(x)`,
    '1x'.repeat(100_000),
  ])
    expect(errorOf(query).message.length).toBeLessThan(3000);
});
