/** A kind of mistake that people make in rules, and the rules that may notice it. */
export interface RuleMutation {
  readonly kind: string;
  /** Ids of rules; one of them is enough. */
  readonly foundBy: readonly string[];
  /** What is changed: the expression, or the text of the summary. */
  readonly of: 'expr' | 'summary';
  /** The text with the mistake in it; the same text where it has no place for one. */
  readonly mutate: (text: string) => string;
}

const RATE = String.raw`(?:rate|increase)\((\w+_total(?:\{[^}]*\})?)\[\w+\]\)`;
const RAW_COUNTER = new RegExp(String.raw`^(\w+ by \([^)]*\) \(|\w+\()?${RATE}(\)?)(?= > (?!0$)[\d.]+$)`);

/** The kinds of mistakes that are tried on every rule. */
export const RULE_MUTATIONS: readonly RuleMutation[] = [
  ofExpr('two letters of a metric exchanged', 'promql/unknown-metric', (text) =>
    text.replace(/([a-z])(?!\1)([a-z])(?=[a-z]{2}_(?:total|bytes|seconds|bucket)\b)/, '$2$1'),
  ),
  ofExpr('no range behind a counter', 'promql/type', (text) => text.replace(/\[\w+\](?=\))/, '')),
  ofExpr('a range of one second', 'rate/short-range', (text) =>
    text.replace(/((?:rate|increase|delta|deriv)\([^[()]*)\[\d+[smhd]\](?=\))/, '$1[1s]'),
  ),
  ofExpr('delta over a counter', 'rate/not-counter', (text) =>
    text.replace(/(?:rate|increase)(?=\(\w+_total\b)/, 'delta'),
  ),
  ofExpr('a counter as it stands', 'counter/raw', (text) => text.replace(RAW_COUNTER, '$1$2$3')),
  ofExpr('no condition', 'alert/no-comparison', (text) =>
    /\b(?:and|or|unless|absent\w*)\b/.test(text) ? text : text.replace(/ [<>]=? [\d.e+]+$/, ''),
  ),
  ofExpr('le aggregated away', 'quantile/no-le', (text) =>
    text.replace(/(histogram_quantile\([\d.]+, \w+ by \([^)]*?)(?:, )?\ble\b(?:, )?/, '$1'),
  ),
  ofExpr('a histogram without _bucket', 'promql/histogram-base-name', (text) =>
    text.replace(/_bucket\b/, ''),
  ),
  ofExpr('a percentile for a quantile', 'quantile/out-of-range', (text) =>
    text.replace(/histogram_quantile\(0\.(\d\d?)/, 'histogram_quantile($1'),
  ),
  ofExpr('a parenthesis left out', 'promql/syntax', (text) => text.replace(/\)(?=[^)]*$)/, '')),
  ofExpr('a pattern compared as a value', 'promql/equals-pattern promql/unknown-label-value', (text) =>
    text.replace(/=~("[^"]*(?:\w\|\w|\.[.+*])[^"]*")/, '=$1'),
  ),
  ofExpr('a label of a matcher misspelled', 'promql/unknown-label promql/misspelled-label', (text) =>
    text.replace(/(?<=[{,] ?)([a-z]{2})[a-z](\w{3,})(?==)/, '$1$2'),
  ),
  ofExpr('tomorrow for yesterday', 'promql/future', (text) =>
    text.replace(/(\[\d+[smhd]\])(?=\))/, '$1 offset -1d'),
  ),
  ofExpr('up above one', 'alert/always-or-never', (text) =>
    text.replace(/^(up\{.*) (?:==|<) [01]$/, '$1 > 1'),
  ),
  ofSummary('a variable without its s', 'alert/template-syntax', (text) =>
    text.replace('$labels.', '$label.'),
  ),
  ofSummary('braces left open', 'alert/template-syntax', (text) => text.replace(/ ?\}\}/, '')),
  ofSummary('a label of a text misspelled', 'alert/template-label', (text) =>
    text.replace(/(\$labels\.[a-z]{3})[a-z](?=[a-z]{2})/, '$1'),
  ),
];

type Mutate = RuleMutation['mutate'];

function ofExpr(kind: string, foundBy: string, mutate: Mutate): RuleMutation {
  return { kind, foundBy: foundBy.split(' '), of: 'expr', mutate };
}

function ofSummary(kind: string, foundBy: string, mutate: Mutate): RuleMutation {
  return { kind, foundBy: foundBy.split(' '), of: 'summary', mutate };
}
