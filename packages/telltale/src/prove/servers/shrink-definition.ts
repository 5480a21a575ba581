import type { ResolvedDefinition } from '@telltale/definition';
import { mapOperands, printExpr } from '@telltale/model';
import type { Expr, Route, Rule } from '@telltale/model';

/** Prometheus keeps up with scrapes and evaluations this close together. */
const SHORTEST_INTERVAL_MS = 250;
/** Label by which messages are told apart. */
const NAME = 'alertname';

/** By how much all durations of a definition can be divided. */
export function shrinkFactor({ evaluationIntervalMs, targets }: ResolvedDefinition): number {
  const intervals = [evaluationIntervalMs, ...targets.map(({ intervalMs }) => intervalMs)];
  return Math.max(1, Math.floor(Math.min(...intervals) / SHORTEST_INTERVAL_MS));
}

/**
 * The same definition in a world that runs faster: ranges, offsets, `for`, intervals and the waits of routes are
 * divided by one factor. Alerts of different names are told apart, and no time of day holds any back: what is
 * grouped and when it is silent are proven one level below.
 */
export function shrinkDefinition(resolved: ResolvedDefinition, factor: number): ResolvedDefinition {
  const shrink = (ms: number): number => Math.round(ms / factor);
  const { timeIntervals: _timeIntervals, ...rest } = resolved;
  return {
    ...rest,
    evaluationIntervalMs: shrink(resolved.evaluationIntervalMs),
    targets: resolved.targets.map((target) => {
      const { authorization: _authorization, ...open } = target;
      return { ...open, intervalMs: shrink(target.intervalMs), timeoutMs: shrink(target.intervalMs) };
    }),
    route: shrinkRoute(resolved.route, shrink),
    rules: resolved.rules.map((rule) => shrinkRule(rule, shrink)),
  };
}

type Shrink = (ms: number) => number;

function shrinkRule(rule: Rule, shrink: Shrink): Rule {
  const expr = shrinkExpr(rule.expr, shrink);
  const shrunk = { expr, query: printExpr(expr) };
  if (rule.kind === 'recording') return { ...rule, ...shrunk };
  return {
    ...rule,
    ...shrunk,
    forMs: shrink(rule.forMs),
    keepFiringForMs: shrink(rule.keepFiringForMs),
  };
}

function shrinkExpr(expr: Expr, shrink: Shrink): Expr {
  const mapped = mapOperands(expr, (operand) => shrinkExpr(operand, shrink));
  const offset = 'offsetMs' in mapped && mapped.offsetMs !== undefined;
  const offsetPart = offset ? { offsetMs: shrink(mapped.offsetMs ?? 0) } : {};
  switch (mapped.kind) {
    case 'vector':
      return { ...mapped, ...offsetPart };
    case 'matrix':
      return { ...mapped, rangeMs: shrink(mapped.rangeMs) };
    case 'subquery': {
      const step = mapped.stepMs === undefined ? {} : { stepMs: shrink(mapped.stepMs) };
      return { ...mapped, ...offsetPart, ...step, rangeMs: shrink(mapped.rangeMs) };
    }
    default:
      return mapped;
  }
}

function shrinkRoute(route: Route, shrink: Shrink): Route {
  const { muteTimeIntervals: _mute, activeTimeIntervals: _active, ...rest } = route;
  const isApart = route.groupBy.includes(NAME) || route.groupBy.includes('...');
  return {
    ...rest,
    groupBy: isApart ? route.groupBy : [...route.groupBy, NAME],
    groupWaitMs: shrink(route.groupWaitMs),
    groupIntervalMs: Math.max(1, shrink(route.groupIntervalMs)),
    repeatIntervalMs: Math.max(1, shrink(route.repeatIntervalMs)),
    routes: route.routes.map((child) => shrinkRoute(child, shrink)),
  };
}
