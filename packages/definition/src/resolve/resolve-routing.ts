import type { Route } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import { matcherFor } from '../query/label-match.ts';
import type { ChildRouteDeclaration, RouteDeclaration } from '../routing/route-declaration.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

/** Alertmanager's own defaults. */
const ROOT_DEFAULTS = {
  groupBy: ['alertname'],
  groupWaitMs: 30_000,
  groupIntervalMs: 300_000,
  repeatIntervalMs: 14_400_000,
};

const TIMING_OPTIONS = ['groupBy', 'groupWait', 'groupInterval', 'repeatInterval'];

type Grouping = Pick<Route, 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;

/** The routing tree. Without routes everything goes to the only receiver, or nowhere: to the name ''. */
export function resolveRoute(definition: MonitoringDefinition, faults: FaultList): Route {
  const names = Object.keys(definition.receivers);
  if (definition.routes === undefined && names.length > 1) {
    faults.add('routes', `there are several receivers (${names.join(', ')}): say which one gets the alerts`);
  }
  const root: RouteDeclaration<string> = definition.routes ?? { to: names[0] ?? '' };
  if (definition.routes) checkReceiver(root.to, names, 'routes.to', faults);
  checkKeys(root, ['to', 'children', ...TIMING_OPTIONS], 'routes', faults);
  const grouping = resolveGrouping(root, ROOT_DEFAULTS, 'routes', faults);
  return {
    receiver: root.to,
    matchers: [],
    continue: false,
    ...grouping,
    routes: (root.children ?? []).map((child, index) => {
      const path = `routes.children.${index}`;
      checkReceiver(child.to, names, `${path}.to`, faults);
      return resolveChild(child, grouping, path, faults);
    }),
  };
}

function resolveChild(
  child: ChildRouteDeclaration<string>,
  inherited: Grouping,
  path: string,
  faults: FaultList,
): Route {
  checkKeys(child, ['match', 'to', 'continue', ...TIMING_OPTIONS], path, faults);
  const matches = Object.entries(child.match).filter(([, match]) => match !== undefined);
  if (matches.length === 0)
    faults.add(`${path}.match`, 'a route that matches everything hides those after it');
  return {
    receiver: child.to,
    matchers: faults.attempt(`${path}.match`, [], () =>
      matches.map(([name, match]) => matcherFor(name, match)),
    ),
    continue: child.continue ?? false,
    ...resolveGrouping(child, inherited, path, faults),
    routes: [],
  };
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
