import type { BinaryExpr, Expr, VectorSelector } from '@telltale/model';
import { certaintyOf } from '../../catalogue/certainty.ts';
import type { CheckRule } from '../../check-rule.ts';
import { numberOf } from '../../expression/nodes.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { metricNameOf, selectorsOf } from '../../expression/selectors.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { shopFiles } from '../examples/example-files.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['>', '<', '>=', '<=']);
/** What leaves the value of a counter a value since the start. */
const KEEPS_TOTAL: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max', 'topk', 'bottomk']);
/** Names that only counters have; the age of a program, and what there is now, are told by their value. */
const NAMED_AS_COUNTER =
  /^(?!.*(?:uptime|(?:^|_)(?:active|available|busy|capacity|current|free|idle|limit|max|now|open|pending|quota|running|size|used|waiting)_)).*_total$/;
/** What happened once keeps an alert on it firing until the program restarts. */
const FAILURES =
  /_(?:errors?|errs|fail|failed|failures?|rejected|dropped|missed|corruptions?)(?:_[a-z]+)*_total$/;
/** Panels of one figure: there, a total may be what is meant. */
const FIGURE = /^(?:stat|singlestat|gauge|bargauge|table|piechart)$/;

/** Counters compared with a number, divided or drawn as they stand. */
export const counterRaw: CheckRule = {
  id: 'counter/raw',
  severity: 'error',
  why: 'A counter only grows until the program restarts: its value says how long it ran, not how it is.',
  doc: `A declared counter, alone or under sum, avg, min, max, topk or bottomk, compared with a number in an
alert, drawn in a chart, or divided by something; in alerts also what only its name (…_total) says is a
counter. Not reported: comparisons with 0, which ask whether
anything ever happened, but for failures; and the total in a panel of one figure. A total beside a rate in a division is reported everywhere.`,
  examples: [
    {
      wrong: { files: shopFiles('sum(shop_requests_total) > 1000') },
      right: {
        files: shopFiles('sum(increase(shop_requests_total[1h])) > 1000 or shop_requests_total == 0'),
      },
    },
    {
      wrong: { files: shopFiles('argocd_app_sync_total > 5') },
      right: { files: shopFiles('argocd_repo_pending_request_total > 5') },
    },
  ],
  *run(workspace) {
    const figures = queriesOfFigures(workspace);
    for (const query of workspace.queries) {
      for (const { selector, ancestors } of query.expr ? selectorsOf(query.expr) : []) {
        const name = metricNameOf(selector) ?? '';
        const series = workspace.catalogue.get(name);
        // Panels of exporters show totals on purpose: how much was read since the start.
        const isDeclared =
          series?.kind === 'counter' && (series.origin !== 'exporter' || query.use === 'alert');
        const isNamed =
          series === undefined && query.use === 'alert' && (NAMED_AS_COUNTER.test(name) || isBucket(name));
        if (!(isDeclared || isNamed) || !selector.source || selector.offsetMs !== undefined) continue;
        const use =
          rawUse(selector, ancestors, query, figures.has(query)) ??
          besideRate(selector, ancestors, workspace.inference);
        if (use === undefined) continue;
        yield {
          place: query.placeOf(selector.source),
          message: `the total of the counter ${name} is ${use}`,
          fix: `use rate(${name}[5m]) or increase(${name}[1h])`,
          severity: series ? certaintyOf(series) : 'warning',
        };
      }
    }
  },
};

function isBucket(name: string): boolean {
  return name.endsWith('_bucket') && !name.includes(':');
}

function queriesOfFigures({ dashboards }: Workspace): ReadonlySet<CheckedQuery> {
  const panels = dashboards.flatMap((dashboard) => dashboard.panels);
  const figures = panels.filter(({ type }) => FIGURE.test(type));
  return new Set(figures.flatMap(({ targets }) => targets.flatMap(({ query }) => query ?? [])));
}

/** What is done with the total; `undefined` for what is fine. */
function rawUse(
  selector: VectorSelector,
  ancestors: readonly Expr[],
  { use, origin }: CheckedQuery,
  isFigure: boolean,
): string | undefined {
  let below: Expr = selector;
  for (const node of ancestors) {
    if (node.kind === 'binary') {
      if (isComparisonWithNumber(node, metricNameOf(selector) ?? ''))
        return use === 'alert' ? 'compared with a number' : undefined;
      // Of the two sides of a ratio, one tells of both.
      if (node.op === '/' && below === node.right) return undefined;
      if (node.op === '/' && numberOf(node.right) === undefined && use === 'panel')
        return 'divided: a ratio since the start';
      if (!isScaling(node)) return undefined;
    } else if (use === 'alert' && node.kind === 'call' && node.func === 'histogram_quantile') {
      return 'taken for a quantile of all time';
    } else if (node.kind !== 'paren' && !(node.kind === 'aggregation' && KEEPS_TOTAL.has(node.op))) {
      return undefined;
    }
    below = node;
  }
  return use === 'panel' && !isFigure && origin !== 'definition' ? 'drawn' : undefined;
}

/** `sum(rate(x_total[5m])) / sum(y_total)`: what is per second beside what is since the start. */
function besideRate(
  selector: VectorSelector,
  ancestors: readonly Expr[],
  inference: Inference,
): string | undefined {
  let below: Expr = selector;
  for (const node of ancestors) {
    if (node.kind === 'binary') {
      const other = node.left === below ? node.right : node.left;
      const isMixed = node.op === '/' && inference.of(other).nature === 'rate';
      return isMixed ? 'divided with a rate' : undefined;
    }
    if (node.kind !== 'paren' && !(node.kind === 'aggregation' && node.op === 'sum')) return undefined;
    below = node;
  }
  return undefined;
}

function isScaling({ op, left, right }: BinaryExpr): boolean {
  return (op === '*' || op === '/') && [left, right].some((side) => numberOf(side) !== undefined);
}

function isComparisonWithNumber({ op, left, right }: BinaryExpr, name: string): boolean {
  const limit = numberOf(right) ?? numberOf(left);
  if (limit === 0) return (op === '>' || op === '!=') && FAILURES.test(name);
  return COMPARISONS.has(op) && limit !== undefined;
}
