import type {
  AggregationOperator,
  BinaryOperator,
  Expr,
  Matcher,
  VectorMatching,
  VectorSelector,
} from '@telltale/model';
import * as fc from 'fast-check';

const name = fc.constantFrom(
  'up',
  'http_requests_total',
  'node:cpu',
  'sum',
  'rate',
  'offset_x',
  'with space',
  'ünï',
);
const label = fc.constantFrom('job', 'le', 'on', 'by', 'bool', '__proto__', 'a.b', 'ключ', 'or');
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('5..', 'a|b', '"\\`', '\n', '#'),
);
const ms = fc.oneof(
  fc.integer({ min: 1, max: 100_000_000 }),
  fc.constantFrom(1, 1000, 60_000, 604_800_000, 31_536_000_000),
);
const finite = fc.oneof(
  fc.double({ noNaN: false }),
  fc.integer(),
  fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, Number.NaN, 5e-324, 1.5e300),
);
const labels = fc.uniqueArray(label, { maxLength: 3 });

const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ name: label, op: fc.constantFrom('=', '!=' as const), value: text }),
  fc.record({
    name: label,
    op: fc.constantFrom('=~', '!~' as const),
    value: fc.constantFrom('', '5..', 'a|b', '.+', 'x.*', '[a-z]+'),
  }),
);

const at = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('timestamp' as const), ms: fc.integer({ min: -1e12, max: 1e13 }) }),
    fc.constantFrom({ kind: 'start' as const }, { kind: 'end' as const }),
  ),
  { nil: undefined },
);
const offsetMs = fc.option(
  fc.oneof(
    ms,
    ms.map((value) => -value),
  ),
  { nil: undefined },
);
const modifiers = fc.record({ at, offsetMs });

const bareSelector: fc.Arbitrary<VectorSelector> = fc
  .record({ metric: fc.option(name, { nil: undefined }), matchers: fc.array(matcher, { maxLength: 3 }) })
  .map((selector) => ({ kind: 'vector', ...selector }));
const selector: fc.Arbitrary<VectorSelector> = fc
  .tuple(bareSelector, modifiers)
  .map(([bare, modifier]) => ({ ...bare, ...modifier }));

const ARITHMETIC: readonly BinaryOperator[] = ['+', '-', '*', '/', '%', '^', 'atan2'];
const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '>', '<', '>=', '<='];
const SETS: readonly BinaryOperator[] = ['and', 'or', 'unless'];
const PLAIN: readonly AggregationOperator[] = [
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
  'stddev',
  'stdvar',
];
const WITH_PARAMETER: readonly AggregationOperator[] = [
  'topk',
  'bottomk',
  'quantile',
  'count_values',
  'limitk',
  'limit_ratio',
];

const matching: fc.Arbitrary<VectorMatching> = fc.record({
  mode: fc.constantFrom('on', 'ignoring' as const),
  labels,
  cardinality: fc.constantFrom('one-to-one', 'many-to-one', 'one-to-many' as const),
  include: labels,
});
// An empty `by ()` says the same as none, and is printed as none.
const grouping = fc.option(
  fc.oneof(
    fc.record({
      mode: fc.constant('by' as const),
      labels: fc.uniqueArray(label, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ mode: fc.constant('without' as const), labels }),
  ),
  { nil: undefined },
);

/** Expressions of every kind of node; well formed, not always well typed. */
export const expression: fc.Arbitrary<Expr> = fc.letrec<{ expr: Expr }>((tie) => {
  const expr = tie('expr');
  const subquery = fc
    .tuple(expr, ms, fc.option(ms, { nil: undefined }), modifiers)
    .map(([inner, rangeMs, stepMs, modifier]): Expr => ({
      kind: 'subquery',
      expr: inner,
      rangeMs,
      stepMs,
      ...modifier,
    }));
  const binary = fc.oneof(
    fc.record({ op: fc.constantFrom(...ARITHMETIC), matching: fc.option(matching, { nil: undefined }) }),
    fc.record({
      op: fc.constantFrom(...COMPARISONS),
      bool: fc.boolean(),
      matching: fc.option(matching, { nil: undefined }),
    }),
    fc.record({
      op: fc.constantFrom(...SETS),
      matching: fc.option(
        matching.map((item) => ({ ...item, cardinality: 'one-to-one' as const })),
        { nil: undefined },
      ),
    }),
  );
  return {
    expr: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      finite.map((value): Expr => ({ kind: 'number', value })),
      text.map((value): Expr => ({ kind: 'string', value })),
      selector,
      fc.tuple(selector, ms).map(([item, rangeMs]): Expr => ({ kind: 'matrix', selector: item, rangeMs })),
      subquery,
      fc
        .tuple(
          fc.constantFrom('rate', 'abs', 'label_replace', 'time', 'histogram_quantile'),
          fc.array(expr, { maxLength: 3 }),
        )
        .map(([func, args]): Expr => ({ kind: 'call', func, args })),
      fc
        .tuple(fc.constantFrom(...PLAIN), expr, grouping)
        .map(([op, inner, by]): Expr => ({ kind: 'aggregation', op, expr: inner, grouping: by })),
      fc
        .tuple(fc.constantFrom(...WITH_PARAMETER), expr, expr, grouping)
        .map(([op, param, inner, by]): Expr => ({
          kind: 'aggregation',
          op,
          param,
          expr: inner,
          grouping: by,
        })),
      fc
        .tuple(binary, expr, expr)
        .map(([operator, left, right]): Expr => ({ kind: 'binary', left, right, ...operator })),
      fc
        .tuple(fc.constantFrom('+', '-' as const), expr)
        .map(([op, inner]): Expr => ({ kind: 'unary', op, expr: inner })),
      expr.map((inner): Expr => ({ kind: 'paren', expr: inner })),
    ),
  };
}).expr;
