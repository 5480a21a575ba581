import type {
  AggregationOperator,
  BinaryOperator,
  DurationExpr,
  Expr,
  FillValues,
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
  'on',
  'NaN',
  'offset',
  'fill',
  'anchored',
  'step',
  'min_of',
);
const label = fc.constantFrom(
  'job',
  'le',
  'on',
  'by',
  'bool',
  '__proto__',
  'a.b',
  'ключ',
  'or',
  'offset',
  'fill',
);
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
const STEP: DurationExpr = { kind: 'step' };
const duration: fc.Arbitrary<DurationExpr> = fc.letrec<{ duration: DurationExpr }>((tie) => {
  const inner = tie('duration');
  return {
    duration: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.record({
        kind: fc.constant('literal' as const),
        seconds: fc.oneof(
          ms.map((value) => value / 1000),
          fc.integer({ min: 1, max: 1000 }),
        ),
        units: fc.boolean(),
      }),
      fc.record({ kind: fc.constantFrom('step', 'range' as const) }),
      fc.record({
        kind: fc.constant('sign' as const),
        op: fc.constantFrom('+', '-' as const),
        operand: inner,
      }),
      fc.record({
        kind: fc.constant('operation' as const),
        op: fc.constantFrom('+', '-', '*', '^' as const),
        left: inner,
        right: inner,
      }),
      // Dividing by what is known to be zero is refused.
      fc.record({
        kind: fc.constant('operation' as const),
        op: fc.constantFrom('/', '%' as const),
        left: inner,
        right: fc.record({ kind: fc.constant('max_of' as const), left: fc.constant(STEP), right: inner }),
      }),
      fc.record({ kind: fc.constantFrom('min_of', 'max_of' as const), left: inner, right: inner }),
      fc.record({ kind: fc.constant('paren' as const), operand: inner }),
    ),
  };
}).duration;
/** Only what depends on the query keeps its value open, so only that can be made up. */
const openDuration = duration.map((operand): DurationExpr => {
  return { kind: 'max_of', left: STEP, right: operand };
});
const range = fc.oneof(
  ms.map((rangeMs) => ({ rangeMs })),
  openDuration.map((rangeExpr) => ({ rangeMs: 0, rangeExpr })),
);
const step = fc.oneof(
  fc.constant({}),
  ms.map((stepMs) => ({ stepMs })),
  openDuration.map((stepExpr) => ({ stepMs: 0, stepExpr })),
);
const offsetMs = fc.option(
  fc.oneof(
    ms,
    ms.map((value) => -value),
  ),
  { nil: undefined },
);
const modifiers = fc.oneof(
  fc.record({ at, offsetMs }),
  fc.record({
    at,
    offsetMs: fc.constant(0),
    offsetExpr: fc.oneof(
      openDuration,
      openDuration.map((operand): DurationExpr => ({ kind: 'sign', op: '-', operand })),
    ),
  }),
);
const extended = fc.constantFrom(undefined, 'anchored' as const, 'smoothed' as const);

const bareSelector: fc.Arbitrary<VectorSelector> = fc
  .record({ metric: fc.option(name, { nil: undefined }), matchers: fc.array(matcher, { maxLength: 3 }) })
  .map((selector) => ({ kind: 'vector', ...selector }));
const selector: fc.Arbitrary<VectorSelector> = fc
  .tuple(bareSelector, modifiers, extended)
  .map(([bare, modifier, extension]) => ({ ...bare, ...modifier, extended: extension }));

const ARITHMETIC: readonly BinaryOperator[] = ['+', '-', '*', '/', '%', '^', 'atan2'];
const COMPARISONS: readonly BinaryOperator[] = ['==', '!=', '>', '<', '>=', '<=', '</', '>/'];
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
const fillValue = finite.map((value) => (Number.isNaN(value) ? Number.NaN : value));
const fill: fc.Arbitrary<FillValues | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({ left: fillValue }),
  fc.record({ right: fillValue }),
  fc.record({ left: fillValue, right: fillValue }),
  fillValue.map((value) => ({ left: value, right: value })),
);
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
  const subquery = fc.tuple(expr, range, step, modifiers).map(([inner, length, each, modifier]): Expr => ({
    kind: 'subquery',
    expr: inner,
    ...length,
    ...each,
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
      fc
        .tuple(selector, range)
        .map(([item, length]): Expr => ({ kind: 'matrix', selector: item, ...length })),
      subquery,
      fc
        .tuple(
          fc.constantFrom('rate', 'abs', 'label_replace', 'time', 'histogram_quantile', 'min_of', 'step'),
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
      fc.tuple(binary, expr, expr, fill).map(([operator, left, right, values]): Expr => ({
        kind: 'binary',
        left,
        right,
        ...operator,
        fill: values,
      })),
      fc
        .tuple(fc.constantFrom('+', '-' as const), expr)
        .map(([op, inner]): Expr => ({ kind: 'unary', op, expr: inner })),
      expr.map((inner): Expr => ({ kind: 'paren', expr: inner })),
    ),
  };
}).expr;
