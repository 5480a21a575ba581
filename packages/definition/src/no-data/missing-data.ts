import type { Aggregation, BinaryExpr, Expr, FunctionCall, Matcher, VectorSelector } from '@telltale/model';
import { childrenOf, printExpr, walkExpr } from '@telltale/model';

/** What is known of the series that conditions look at. */
export interface SeriesFacts {
  /** Whether a metric's series stay while all is well; those of counters come with the first event. */
  readonly isLasting: (metric: string) => boolean;
  /** The jobs that expose a metric. */
  readonly jobsOf: (metric: string) => readonly string[];
}

/** How long a group that vanished is remembered. */
const MEMORY_MS = 3_600_000;

/** Labels that the scraper sets: their series vanish with the target. */
const TARGET_LABELS: readonly string[] = ['job', 'instance'];

/** Functions that answer without data, or are about its absence. */
const NEEDS_NO_DATA: ReadonlySet<string> = new Set(['absent', 'absent_over_time', 'vector', 'time', 'pi']);

/**
 * The expression that holds where data that a condition needs is missing: `absent(…)` for each selector with
 * its equality matchers, `unless` for groups that vanished, `up == 0` where it tells instances apart. Nothing
 * where the condition needs no data.
 */
export function missingData(condition: Expr, facts: SeriesFacts): Expr | undefined {
  const terms = distinct([...termsOf(condition, [], facts), ...targetTerms(condition, facts)]);
  return terms.length === 0 ? undefined : either(terms);
}

/** `by` are the labels of the nearest aggregation around the expression. */
function termsOf(expr: Expr, by: readonly string[], facts: SeriesFacts): readonly Expr[] {
  switch (expr.kind) {
    case 'vector':
      return selectorTerms(expr, by, facts);
    case 'binary':
      return binaryTerms(expr, by, facts);
    case 'call':
      return callTerms(expr, by, facts);
    case 'aggregation':
      return termsOf(expr.expr, groupLabels(expr), facts);
    default:
      return childrenOf(expr).flatMap((child) => termsOf(child, by, facts));
  }
}

function callTerms({ func, args }: FunctionCall, by: readonly string[], facts: SeriesFacts): readonly Expr[] {
  return NEEDS_NO_DATA.has(func) ? [] : args.flatMap((arg) => termsOf(arg, by, facts));
}

/** Of `unless` only the left side is needed; of `or` one side is enough, unless the other is a constant. */
function binaryTerms(
  { op, left, right }: BinaryExpr,
  by: readonly string[],
  facts: SeriesFacts,
): readonly Expr[] {
  const needed = termsOf(left, by, facts);
  if (op === 'unless') return needed;
  const other = termsOf(right, by, facts);
  if (op !== 'or' || needed.length === 0 || other.length === 0) return distinct([...needed, ...other]);
  const texts = new Set(needed.map(printExpr));
  const common = other.filter((term) => texts.has(printExpr(term)));
  if (common.length > 0) return common;
  return [
    {
      kind: 'binary',
      op: 'and',
      left: either(needed),
      right: either(other),
      matching: { mode: 'on', labels: [], cardinality: 'one-to-one', include: [] },
    },
  ];
}

/** A selector of another time, such as last week's, is a comparison: that nothing was there then is no fault. */
function selectorTerms(selector: VectorSelector, by: readonly string[], facts: SeriesFacts): readonly Expr[] {
  const metric = metricOf(selector);
  if (metric === undefined || selector.at !== undefined || (selector.offsetMs ?? 0) !== 0) return [];
  const known = selector.matchers.filter(
    ({ op, value, name }) => (op === '=' || name === 'job') && value !== '' && name !== '__name__',
  );
  const absent = call('absent', { kind: 'vector', metric, matchers: lastOfEach(known) });
  const groups = by.filter((label) => !TARGET_LABELS.includes(label));
  return groups.length > 0 && facts.isLasting(metric) ? [absent, vanished(selector, groups)] : [absent];
}

/** `group by (l) (last_over_time(s[1h])) unless group by (l) (s)`: groups that were there within the hour. */
function vanished(selector: VectorSelector, labels: readonly string[]): Expr {
  const group = (expr: Expr): Expr => ({
    kind: 'aggregation',
    op: 'group',
    expr,
    grouping: { mode: 'by', labels },
  });
  const remembered = call('last_over_time', { kind: 'matrix', selector, rangeMs: MEMORY_MS });
  return { kind: 'binary', op: 'unless', left: group(remembered), right: group(selector) };
}

/** `up == 0` of the jobs behind a condition that tells instances apart: one that is down drops out of it. */
function targetTerms(condition: Expr, facts: SeriesFacts): readonly Expr[] {
  const metrics = [...walkExpr(condition)].flatMap((node) =>
    node.kind === 'vector' ? [metricOf(node)].filter((name) => name !== undefined) : [],
  );
  if (!keepsInstance(condition) || metrics.includes('up')) return [];
  const jobs = [...new Set(metrics.flatMap((metric) => facts.jobsOf(metric)))];
  if (jobs.length === 0) return [];
  const up: Expr = { kind: 'vector', metric: 'up', matchers: [jobMatcher(jobs)] };
  return [{ kind: 'binary', op: '==', left: up, right: { kind: 'number', value: 0 } }];
}

/** The matcher of one job or of several. */
export function jobMatcher(jobs: readonly string[]): Matcher {
  if (jobs.length === 1) return { name: 'job', op: '=', value: jobs[0] };
  const escaped = jobs.map((job) => job.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
  return { name: 'job', op: '=~', value: escaped.join('|') };
}

/** Whether the series of a result have the label `instance`. */
function keepsInstance(expr: Expr): boolean {
  switch (expr.kind) {
    case 'aggregation':
      return groupLabels(expr).includes('instance');
    case 'vector':
      return true;
    case 'call':
      return !NEEDS_NO_DATA.has(expr.func) && expr.args.some(keepsInstance);
    case 'binary':
      return keepsInstance(expr.left) && (expr.right.kind === 'number' || keepsInstance(expr.right));
    default:
      return childrenOf(expr).some(keepsInstance);
  }
}

function groupLabels({ grouping }: Aggregation): readonly string[] {
  return grouping?.mode === 'by' ? grouping.labels : [];
}

function metricOf({ metric, matchers }: VectorSelector): string | undefined {
  return metric ?? matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value;
}

/** Several matchers of one label would leave it out of the result of `absent`. */
function lastOfEach(matchers: readonly Matcher[]): readonly Matcher[] {
  return [...new Map(matchers.map((matcher) => [matcher.name, matcher])).values()];
}

function either(terms: readonly Expr[]): Expr {
  return terms.reduce((left, right) => ({ kind: 'binary', op: 'or', left, right }));
}

/** Each term once, and none that holds only where another does: `a and b` beside `b`. */
function distinct(terms: readonly Expr[]): readonly Expr[] {
  const byText = new Map(terms.map((term) => [printExpr(term), term]));
  const isImplied = (term: Expr): boolean =>
    term.kind === 'binary' &&
    term.op === 'and' &&
    (byText.has(printExpr(term.left)) || byText.has(printExpr(term.right)));
  return [...byText.values()].filter((term) => !isImplied(term));
}

function call(func: string, ...args: readonly Expr[]): Expr {
  return { kind: 'call', func, args };
}
