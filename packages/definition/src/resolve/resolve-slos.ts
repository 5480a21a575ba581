import type { Expr, Rule } from '@telltale/model';
import { formatDuration, printExpr, walkExpr } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { isQuery } from '../query/any-query.ts';
import type { AnyQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { ResolvedSlo } from '../resolved.ts';
import { BURN_PAIRS, BURN_WINDOWS_MS, burnFactor, exact } from '../slos/burn-pairs.ts';
import { sloAlerts } from '../slos/slo-alerts.ts';
import type { SloDeclaration } from '../slos/slo-declaration.ts';
import type { SloParts } from '../slos/slo-series.ts';
import { budgetOf, sloRecordings, withRange } from '../slos/slo-series.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { given } from '../options/given.ts';
import { SLO_SHAPE } from './callback-shapes.ts';
import { resolveQuery } from './resolve-query.ts';
import type { RuleFacts } from './resolve-rules.ts';

const DAY_MS = 86_400_000;
const MIN_PERIOD_MS = 3 * DAY_MS;
const MAX_PERIOD_MS = 366 * DAY_MS;
const OPTIONS = ['objective', 'window', 'noTraffic', 'runbook', 'minEvents', 'position'];
const POLICIES: readonly unknown[] = ['good', 'bad', 'nodata'];

/** Objectives with the recordings and alerts that come with them. */
export interface ResolvedSlos {
  readonly slos: readonly ResolvedSlo[];
  readonly rules: readonly Rule[];
}

/** The objectives, checked. */
export function resolveSlos(
  definition: MonitoringDefinition,
  context: QueryContext,
  facts: RuleFacts,
  faults: FaultList,
): ResolvedSlos {
  const declared = faults.attempt('slos', {}, definition.slos, definition.position);
  const resolved = Object.entries(declared).flatMap(([name, slo]) => {
    const path = `slos.${name}`;
    if (!faults.hasShape(SLO_SHAPE, given(slo), path)) return [];
    return faults.attempt<ResolvedSlos[]>(path, [], () => {
      const parts = sloParts(name, given(slo), definition.service, context, path, faults);
      return parts ? [resolveSlo(parts, slo, facts)] : [];
    });
  });
  return { slos: resolved.flatMap(({ slos }) => slos), rules: resolved.flatMap(({ rules }) => rules) };
}

function resolveSlo(parts: SloParts, slo: SloDeclaration, facts: RuleFacts): ResolvedSlos {
  const metrics = [...walkExpr(parts.total)].flatMap((node) =>
    node.kind === 'vector' ? [node.metric ?? ''] : [],
  );
  const { minEvents, runbook, position } = slo;
  const alerts = sloAlerts(parts, {
    ...(minEvents !== undefined && { minEvents }),
    ...(runbook !== undefined && { runbook }),
    ...(position && { position }),
    jobs: [...new Set(metrics.flatMap((metric) => facts.jobsOf(metric)))],
    scrapeIntervalMs: facts.scrapeIntervalMs,
  });
  const { name, objective, periodMs, noTraffic } = parts;
  const described: ResolvedSlo = {
    name,
    objective,
    windowMs: periodMs,
    noTraffic,
    unit: 'per_second',
    bad: printExpr(withRange(parts.bad, BURN_WINDOWS_MS[0])),
    total: printExpr(withRange(parts.total, BURN_WINDOWS_MS[0])),
    alerts: alerts.map((alert) => alert.name),
    ...(position && { position }),
  };
  return { slos: [described], rules: [...sloRecordings(parts), ...alerts] };
}

/** The built queries of an objective; nothing, with faults, where it cannot be met or measured. */
function sloParts(
  name: string,
  slo: SloDeclaration,
  service: string,
  context: QueryContext,
  path: string,
  faults: FaultList,
): SloParts | undefined {
  const before = faults.faults.length;
  if (!/[a-zA-Z0-9]/.test(name)) faults.add(path, 'an objective needs a name');
  const kind = 'slowerThan' in slo ? ['slowerThan'] : ['bad', 'total'];
  checkKeys(slo, [...OPTIONS, ...kind], path, faults);
  const periodMs = faults.durationMs(`${path}.window`, slo.window ?? '', 30 * DAY_MS);
  if (periodMs < MIN_PERIOD_MS || periodMs > MAX_PERIOD_MS) {
    faults.add(`${path}.window`, 'the period of an objective is from 3d to 1y; 30d is usual');
  }
  if (!POLICIES.includes(slo.noTraffic)) {
    faults.add(`${path}.noTraffic`, "say what a time without events is: 'good', 'bad' or 'nodata'");
  }
  checkObjective(slo.objective, periodMs, path, faults);
  if (slo.minEvents !== undefined && !(slo.minEvents >= 1)) {
    faults.add(`${path}.minEvents`, 'write a number of events from 1 on');
  }
  const { bad, total } = 'slowerThan' in slo ? (slo.slowerThan ?? {}) : slo;
  if (isQuery(bad) && isQuery(total)) checkSameLabels(bad, total, path, faults);
  const parts = {
    name,
    service,
    objective: slo.objective,
    periodMs,
    noTraffic: slo.noTraffic,
    bad: eventRate(bad, context, `${path}.bad`, faults),
    total: eventRate(total, context, `${path}.total`, faults),
  };
  return faults.faults.length === before ? parts : undefined;
}

const NO_EXPR: Expr = { kind: 'number', value: NaN };

/** Only rates can be recorded over other windows than they were written with. */
function eventRate(
  query: AnyQuery | undefined,
  context: QueryContext,
  path: string,
  faults: FaultList,
): Expr {
  const write = "write events per second, as in m.http_requests_total.rate('5m').sum()";
  if (!isQuery(query)) {
    faults.add(path, write);
    return NO_EXPR;
  }
  return faults.attempt(path, NO_EXPR, () => {
    const { expr } = resolveQuery(query, context);
    const nodes = [...walkExpr(expr)];
    const rates = nodes.filter((node) => node.kind === 'call' && node.func === 'rate').length;
    const ranges = nodes.filter((node) => node.kind === 'matrix' || node.kind === 'subquery').length;
    if (rates === 0 || rates !== ranges) faults.add(path, write);
    return expr;
  });
}

function checkSameLabels(bad: AnyQuery, total: AnyQuery, path: string, faults: FaultList): void {
  const [ofBad, ofTotal] = [bad, total].map(({ groupedBy }) => groupedBy.toSorted().join(', '));
  if (ofBad === ofTotal) return;
  const shown = (labels: string) => (labels === '' ? 'none' : labels);
  faults.add(
    path,
    `bad and total have different labels (${shown(ofBad)}; ${shown(ofTotal)}): sum both by the same`,
  );
}

/** Refuses objectives whose alerts would wait for more bad events than there are events. */
function checkObjective(objective: number, periodMs: number, path: string, faults: FaultList): void {
  const place = `${path}.objective`;
  if (!(objective > 0 && objective < 100)) {
    faults.add(place, 'write the percent of good events, such as 99.9');
    return;
  }
  if (objective <= 1) {
    faults.add(place, `${objective} is ${objective} percent: write ${exact(objective * 100)}`);
    return;
  }
  const factor = Math.max(...BURN_PAIRS.map((pair) => burnFactor(pair, periodMs)));
  const share = exact(factor * budgetOf({ objective }));
  if (share < 1) return;
  const least = Math.ceil((100 - 100 / factor) * 100 + 1e-9) / 100;
  faults.add(
    place,
    `its alert waits for a burn of ${factor}, which is ${exact(share * 100)} % bad events and can never happen: ` +
      `over ${formatDuration(periodMs)} write ${least} or more, or a shorter window`,
  );
}
