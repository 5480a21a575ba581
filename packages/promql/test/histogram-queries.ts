import * as fc from 'fast-check';

type Text = fc.Arbitrary<string>;

const of = (...texts: readonly string[]): Text => fc.constantFrom(...texts);
const joined = (...parts: readonly (Text | string)[]): Text =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((texts) => texts.join(''));

const selector = of('h', 'g', 'm', 'f', 'h{i!="c"}', 'h{i="b"}', 'h{i="c"}');
const range = of('[1m]', '[2m]', '[5m]', '[30s]', '[45s]', '[1m + 15s]');
const modifier = of('', '', '', ' offset 1m', ' @ 250');
const grouping = of('', ' by (i)', ' without (i)', ' by ()');

const windowFunction = of(
  'rate',
  'increase',
  'irate',
  'delta',
  'idelta',
  'deriv',
  'changes',
  'resets',
  ...['sum', 'avg', 'min', 'max', 'last', 'first', 'count', 'present', 'absent', 'stddev', 'mad'].map(
    (name) => `${name}_over_time`,
  ),
);

const leaf = fc.oneof(
  joined(selector, modifier),
  of('{__name__=~"h|g"}', '{__name__=~"m|f"}', 'h smoothed', 'm smoothed'),
  { weight: 2, arbitrary: joined(windowFunction, '(', selector, range, modifier, ')') },
  joined(of('rate', 'increase', 'delta'), '(', selector, range, of(' anchored', ' smoothed'), ')'),
  joined('quantile_over_time(0.5, ', selector, range, ')'),
);

/** Queries over `histogramData`, with and without histograms, stable and experimental. */
export function histogramQuery(depth: number): Text {
  if (depth === 0) return leaf;
  const inner = histogramQuery(depth - 1);
  return fc.oneof(
    leaf,
    joined(of('sum', 'avg', 'min', 'max', 'count', 'group', 'stddev'), grouping, '(', inner, ')'),
    // Which series are taken follows their order, which only a selector has.
    joined('limitk', grouping, '(', of('1', '2'), ', ', selector, ')'),
    joined('quantile', grouping, '(', of('1', '0.5', '2'), ', ', inner, ')'),
    joined('limit_ratio(', of('0.5', '-0.5'), ', ', inner, ')'),
    joined('count_values("v", ', inner, ')'),
    joined(of('histogram_count', 'histogram_sum', 'histogram_avg', 'histogram_stddev'), '(', inner, ')'),
    joined(of('abs', '-', 'timestamp', 'absent', 'ceil'), '(', inner, ')'),
    joined('histogram_quantile(', of('0.5', '0.9', '0', '1'), ', ', inner, ')'),
    joined('histogram_fraction(', of('0, 2', '-1, 1', '1, Inf'), ', ', inner, ')'),
    joined('(', inner, of(' + ', ' - ', ' * ', ' / ', ' == ', ' != ', ' > ', ' and ', ' or '), inner, ')'),
    joined('(', inner, of(' + ', ' - '), of('on (i) fill (0) ', 'on (i) ', 'fill_left (1) '), inner, ')'),
    joined('(', inner, of(' + ', ' * ', ' / ', ' </ ', ' >/ '), of('2', '0', 'Inf'), ')'),
    joined(
      of('sum', 'avg', 'last', 'count', 'max'),
      '_over_time((',
      inner,
      ')',
      of('[2m:30s]', '[1m:]'),
      ')',
    ),
    joined(of('rate', 'changes', 'resets', 'delta'), '((', inner, ')', of('[90s:10s]', '[3m:1m]'), ')'),
  );
}
