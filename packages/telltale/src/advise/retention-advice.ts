import type { Expr } from '@telltale/model';
import { parseDuration, walkExpr } from '@telltale/model';
import type { Workspace } from '../check/workspace/workspace.ts';
import type { PrometheusClient } from '../server/prometheus-client.ts';

/** Something that looks back. */
export interface LookBack {
  /** What it is, for example `objective availability`. */
  readonly what: string;
  readonly windowMs: number;
}

/** What `telltale advise retention` says. */
export interface RetentionAdvice {
  /** How long the server keeps samples; `undefined` where it does not tell. */
  readonly keptMs: number | undefined;
  /** The longest looks back, the longest first. */
  readonly needs: readonly LookBack[];
  /** Those that look back farther than samples are kept. */
  readonly broken: readonly LookBack[];
}

const LOOKBACK_MS = 300_000;
const MAX_LISTED = 10;

/** How long samples must be kept so that everything that looks back finds them. */
export async function adviseRetention(
  client: PrometheusClient | undefined,
  workspace: Pick<Workspace, 'definitions' | 'rules'>,
): Promise<RetentionAdvice> {
  const needs = lookBacksOf(workspace).toSorted((a, b) => b.windowMs - a.windowMs);
  const asked = client && (await retentionOf(client));
  const keptMs = asked ?? workspace.definitions[0]?.resolved.station.retentionMs;
  return {
    keptMs,
    needs: needs.slice(0, MAX_LISTED),
    broken: keptMs === undefined ? [] : needs.filter(({ windowMs }) => windowMs > keptMs),
  };
}

function lookBacksOf({ definitions, rules }: Pick<Workspace, 'definitions' | 'rules'>): readonly LookBack[] {
  const resolved = definitions.map((definition) => definition.resolved);
  return [
    ...resolved.flatMap(({ slos = [] }) =>
      slos.map(({ name, windowMs }) => ({ what: `objective ${name}`, windowMs })),
    ),
    ...rules.flatMap(({ kind, name, query: { expr } }) =>
      expr
        ? [{ what: `${kind === 'alerting' ? 'alert' : 'recording'} ${name}`, windowMs: reachOf(expr) }]
        : [],
    ),
    ...resolved.flatMap(({ dashboards }) =>
      dashboards.flatMap(({ title, rangeMs }) =>
        rangeMs === undefined ? [] : [{ what: `dashboard ${title}`, windowMs: rangeMs }],
      ),
    ),
    ...resolved.flatMap(({ queries }) =>
      queries.map(({ name, expr }) => ({ what: `saved query ${name}`, windowMs: reachOf(expr) })),
    ),
  ];
}

/** How far back an expression reads, from the moment it is evaluated at. */
function reachOf(expr: Expr): number {
  let reachMs = LOOKBACK_MS;
  for (const node of walkExpr(expr)) {
    if (node.kind === 'matrix') {
      reachMs = Math.max(reachMs, node.rangeMs + Math.max(0, node.selector.offsetMs ?? 0));
    } else if (node.kind === 'subquery') {
      reachMs = Math.max(reachMs, node.rangeMs + Math.max(0, node.offsetMs ?? 0) + reachOf(node.expr));
    } else if (node.kind === 'vector') {
      reachMs = Math.max(reachMs, LOOKBACK_MS + Math.max(0, node.offsetMs ?? 0));
    }
  }
  return reachMs;
}

async function retentionOf(client: PrometheusClient): Promise<number | undefined> {
  const info = await client.optional('status/runtimeinfo');
  if (typeof info !== 'object' || info === null || !('storageRetention' in info)) return undefined;
  // `15d`, or `15d or 50GiB` where there is a limit of size, too.
  const [time] = String(info.storageRetention).split(' ');
  return parseDuration(time);
}
