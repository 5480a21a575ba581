import { given } from '../options/given.ts';
import { unknownKeys } from '../options/unknown-keys.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { Duration } from '../time/duration.ts';
import type { DashboardDeclaration, PanelDeclarations } from './dashboard-declaration.ts';
import type { ChosenOf, VariableDeclaration } from './variable.ts';
import { chosenOf } from './variable.ts';

/** What stands for the choices of variables, by their names. */
export type ChosenByName<Variables> = {
  readonly [Name in keyof Variables]: Variables[Name] extends VariableDeclaration
    ? ChosenOf<Variables[Name]>
    : never;
};

/** What {@link dashboard} takes. */
export interface DashboardOptions<Variables extends Readonly<Record<string, VariableDeclaration>>> {
  /** Panels by title, or a function that makes them of what is chosen. */
  readonly panels: PanelDeclarations | ((chosen: ChosenByName<Variables>) => PanelDeclarations);
  /** Choices at the top, by name. */
  readonly variables?: Variables;
  /** How often it asks again; 30s by default. */
  readonly refresh?: Duration;
  /** The time that it shows at first; 1h by default. */
  readonly range?: Duration;
  /** Words to find it by, besides the name of the service. */
  readonly tags?: readonly string[];
}

/** The options that {@link dashboard} takes. */
export const DASHBOARD_OPTIONS = ['panels', 'variables', 'refresh', 'range', 'tags'] as const;

/**
 * A dashboard with variables, which its panels use in the place of label values and ranges, or with times of its own.
 *
 * @example
 * ```ts
 * import { dashboard, defineMonitoring, httpServer, interval, labelValues } from '@telltale/sdk/define';
 * import { resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [httpServer()],
 *   dashboards: (m) => ({
 *     Routes: dashboard({
 *       variables: {
 *         route: labelValues(m.http_requests_total, 'route', { multi: true, all: true }),
 *         window: interval(['5m', '1h']),
 *       },
 *       refresh: '10s',
 *       panels: ({ route, window }) => ({
 *         Requests: m.http_requests_total.where({ route }).rate(window).sum('route'),
 *       }),
 *     }),
 *   }),
 * });
 * const [{ panels }] = resolveDefinition(definition).dashboards;
 * const { query } = panels[0].queries[0];
 * console.log(query); // sum by (route) (rate(http_requests_total{route=~"$route"}[$window]))
 * ```
 */
export function dashboard<const Variables extends Readonly<Record<string, VariableDeclaration>>>(
  options: DashboardOptions<Variables>,
): DashboardDeclaration {
  const { panels, variables, refresh, range, tags } = given(options);
  const position = callerPosition(dashboard);
  return {
    kind: 'telltale.dashboard',
    panels: () => (typeof panels === 'function' ? panels(chosenByName(variables)) : panels),
    ...(variables && { variables }),
    ...(refresh !== undefined && { refresh }),
    ...(range !== undefined && { range }),
    ...(tags && { tags }),
    ...unknownKeys(options, DASHBOARD_OPTIONS),
    ...(position && { position }),
  };
}

/** Tells a dashboard with options from panels by title. */
export function isDashboard(value: unknown): value is DashboardDeclaration {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'telltale.dashboard'
  );
}

function chosenByName<Variables extends Readonly<Record<string, VariableDeclaration>>>(
  variables: Variables | undefined,
): ChosenByName<Variables> {
  const entries = Object.entries(given(variables)).map(([name, variable]) => [
    name,
    chosenOf(name, variable),
  ]);
  // Built entry by entry from `variables`, which TypeScript cannot follow.
  return Object.fromEntries(entries) as ChosenByName<Variables>;
}
