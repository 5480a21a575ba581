import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import { isAtLeast } from './prometheus-version.ts';
import type { PrometheusVersion } from './prometheus-version.ts';

/** Functions and aggregations that came after 2.42, with the version that brought them. */
const SINCE: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map([
  ['histogram_stddev', [2, 46]],
  ['histogram_stdvar', [2, 46]],
  ['sort_by_label', [2, 49]],
  ['sort_by_label_desc', [2, 49]],
  ['mad_over_time', [2, 49]],
  ['histogram_avg', [2, 51]],
  ['limitk', [2, 54]],
  ['limit_ratio', [2, 54]],
  ['double_exponential_smoothing', [3, 0]],
  ['info', [3, 0]],
  ['ts_of_max_over_time', [3, 5]],
  ['ts_of_min_over_time', [3, 5]],
  ['ts_of_last_over_time', [3, 5]],
  ['first_over_time', [3, 7]],
  ['ts_of_first_over_time', [3, 7]],
]);

/**
 * The first thing in an expression that a version of Prometheus does not understand, for people;
 * `undefined` where it understands everything.
 */
export function newerSyntax(expr: Expr, version: PrometheusVersion): string | undefined {
  for (const node of walkExpr(expr)) {
    const name = node.kind === 'call' ? node.func : node.kind === 'aggregation' ? node.op : undefined;
    const since = name === undefined ? undefined : SINCE.get(name);
    if (since && !isAtLeast(version, ...since)) return `${name}() needs Prometheus ${since.join('.')}`;
    if (node.kind === 'vector' && !isAtLeast(version, 3, 0)) {
      const quoted = [node.metric, ...node.matchers.map((matcher) => matcher.name)].find(isQuoted);
      if (quoted !== undefined) return `the name ${JSON.stringify(quoted)} needs Prometheus 3.0`;
    }
  }
  return undefined;
}

/** Whether a name has to stand in quotes, which older parsers do not read. */
function isQuoted(name: string | undefined): boolean {
  return name !== undefined && !/^[A-Za-z_:][\w:]*$/.test(name);
}
