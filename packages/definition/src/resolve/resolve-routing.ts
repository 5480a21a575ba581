import type { Route, Rule } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { matcherFor } from '../query/label-match.ts';
import type { ChildRouteDeclaration, RouteDeclaration } from '../routing/route-declaration.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { Heartbeat } from '../notifications/heartbeat.ts';
import { heartbeatRoute } from '../notifications/heartbeat.ts';
import { SHADOW_LABELS, isShadow } from '../rules/shadow.ts';

/** Alertmanager's own defaults. */
const ROOT_DEFAULTS = {
  groupBy: ['alertname'],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
};

const TIMING_OPTIONS = ['groupBy', 'groupWait', 'groupInterval', 'repeatInterval'];

const TIMES = ['muteTimeIntervals', 'activeTimeIntervals'] as const;

/** What routes may name. */
interface KnownNames {
  readonly receivers: readonly string[];
  readonly times: readonly string[];
}

type Grouping = Pick<Route, 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;

/** The routing tree. Without routes everything goes to the only receiver, or nowhere: to the name ''. */
export function resolveRoute(
  definition: MonitoringDefinition,
  { rules, heartbeat }: { readonly rules: readonly Rule[]; readonly heartbeat: Heartbeat | undefined },
  faults: FaultList,
): Route {
  const names = Object.keys(definition.receivers);
  if (definition.routes === undefined && names.length > 1) {
    faults.add('routes', `there are several receivers (${names.join(', ')}): say which one gets the alerts`);
  }
  const known = { receivers: names, times: Object.keys(definition.timeIntervals) };
  const root: RouteDeclaration<string> = definition.routes ?? { to: names[0] ?? '' };
  if (definition.routes) checkReceiver(root.to, names, 'routes.to', faults);
  checkKeys(root, ['to', 'children', ...TIMING_OPTIONS], 'routes', faults);
  const grouping = resolveGrouping(root, ROOT_DEFAULTS, 'routes', faults);
  return {
    receiver: root.to,
    matchers: [],
    continue: false,
    ...grouping,
    routes: [
      ...(rules.some(isShadow) ? [shadowRoute(grouping)] : []),
      ...(heartbeat ? [heartbeatRoute(heartbeat)] : []),
      ...resolveChildren(root, grouping, 'routes', known, faults),
    ],
  };
}

/** Alerts that are only watched go to nobody. */
function shadowRoute(grouping: Grouping): Route {
  const matchers = Object.entries(SHADOW_LABELS).map(([name, value]) => ({ name, op: '=' as const, value }));
  return { ...grouping, receiver: '', matchers, continue: false, routes: [] };
}

function resolveChildren(
  { children = [] }: Pick<RouteDeclaration<string>, 'children'>,
  inherited: Grouping,
  above: string,
  known: KnownNames,
  faults: FaultList,
): readonly Route[] {
  return children.map((child, index) => {
    const path = `${above}.children.${index}`;
    checkReceiver(child.to, known.receivers, `${path}.to`, faults);
    return resolveChild(child, inherited, path, known, faults);
  });
}

function resolveChild(
  child: ChildRouteDeclaration<string>,
  inherited: Grouping,
  path: string,
  known: KnownNames,
  faults: FaultList,
): Route {
  checkKeys(child, ['match', 'to', 'continue', 'children', ...TIMING_OPTIONS, ...TIMES], path, faults);
  const grouping = resolveGrouping(child, inherited, path, faults);
  for (const option of TIMES) checkTimes(child[option] ?? [], `${path}.${option}`, known.times, faults);
  const matches = Object.entries(child.match).filter(([, match]) => match !== undefined);
  if (matches.length === 0)
    faults.add(`${path}.match`, 'a route that matches everything hides those after it');
  return {
    receiver: child.to,
    matchers: faults.attempt(`${path}.match`, [], () =>
      matches.map(([name, match]) => matcherFor(name, match)),
    ),
    continue: child.continue ?? false,
    ...grouping,
    ...(child.muteTimeIntervals && { muteTimeIntervals: child.muteTimeIntervals }),
    ...(child.activeTimeIntervals && { activeTimeIntervals: child.activeTimeIntervals }),
    routes: resolveChildren(child, grouping, path, known, faults),
  };
}

function checkTimes(
  names: readonly string[],
  path: string,
  known: readonly string[],
  faults: FaultList,
): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const choice = known.length === 0 ? 'none is declared' : `declared are ${known.join(', ')}`;
    faults.add(path, `there is no time interval '${name}': ${choice}`);
  }
}

function resolveGrouping(
  route: Omit<RouteDeclaration<string>, 'to' | 'children'>,
  inherited: Grouping,
  path: string,
  faults: FaultList,
): Grouping {
  return {
    groupBy: route.groupBy ?? inherited.groupBy,
    groupWaitMs: faults.durationMs(`${path}.groupWait`, route.groupWait, inherited.groupWaitMs, {
      allowZero: true,
    }),
    groupIntervalMs: faults.durationMs(
      `${path}.groupInterval`,
      route.groupInterval,
      inherited.groupIntervalMs,
    ),
    repeatIntervalMs: faults.durationMs(
      `${path}.repeatInterval`,
      route.repeatInterval,
      inherited.repeatIntervalMs,
    ),
  };
}

function checkReceiver(name: string, known: readonly string[], path: string, faults: FaultList): void {
  if (known.includes(name)) return;
  const choice = known.length === 0 ? 'none is declared' : `declared are ${known.join(', ')}`;
  faults.add(path, `there is no receiver '${name}': ${choice}`);
}
