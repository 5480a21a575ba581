import type { FilePosition } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { AnyQuery } from '../query/any-query.ts';
import type { Duration } from '../time/duration.ts';
import type { TextQuery } from '../query/promql.ts';
import type { Condition } from '../query/query.ts';
import type { Annotation } from './annotation.ts';
import { templateOf } from './annotation.ts';

/** How urgent an alert is: its `severity` label. `page` and `critical` wake somebody. */
export type Severity = 'page' | 'critical' | 'ticket' | 'warning' | 'info';

/**
 * What an alert does where the data it looks at is missing: `fire` tells of it by a second alert,
 * `<Name>NoData`; `keep` goes on firing for a while if it fires (`keepFiringFor`, 15m by default); `ignore` does nothing.
 */
export type NoDataPolicy = 'fire' | 'keep' | 'ignore';

/** What an alert waits for: a query compared by `.above(…)` or `.below(…)`, or PromQL as text. */
export type QueryAboveOrBelow<Labels extends string, UnitName extends string> =
  | Condition<Labels, UnitName>
  | TextQuery;

/** What an alert that wakes nobody has for its severity; `page` and `critical` must say what to do. */
export type TicketWarningOrInfoWithoutRunbook = 'ticket' | 'warning' | 'info';

/** Stands for the severity of an alert that does not say what it does where its data is missing. */
export type SayOnNoData = "say onNoData: 'fire', 'keep' or 'ignore'";

/**
 * What {@link alert} takes. An alert that wakes somebody needs a runbook, and each one says `onNoData`: where one of
 * them is missing, the compiler refuses the severity, by a type that says what to write.
 */
export interface AlertOptions<
  Labels extends string,
  UnitName extends string,
  Runbook extends string | undefined = string | undefined,
  NoData extends NoDataPolicy | undefined = NoDataPolicy,
> {
  /** Fires for every series that this holds for. */
  readonly when: QueryAboveOrBelow<Labels, UnitName>;
  /** What it does where the data is missing, which must be said: a condition on nothing never holds. */
  readonly onNoData?: NoData;
  /** How long it must hold before the alert fires; at once by default. */
  readonly for?: Duration;
  /** How long the alert goes on firing after it stopped to hold; not at all by default. */
  readonly keepFiringFor?: Duration;
  /** How urgent it is: `page` and `critical` need a runbook. */
  readonly severity: NoData extends NoDataPolicy
    ? Runbook extends string
      ? Severity
      : TicketWarningOrInfoWithoutRunbook
    : SayOnNoData;
  /** What to do: a page or an address. */
  readonly runbook?: Runbook;
  /** One line for the person who is woken. */
  readonly summary: Annotation<Labels>;
  readonly description?: Annotation<Labels>;
  /** Labels added to the alert, for routing. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Whether it is only watched, and told to nobody: to see how often it would fire. No by default. */
  readonly shadow?: boolean;
  /** Its rule group, of letters, digits, dashes and underscores; that of the service by default. */
  readonly group?: string;
}

/** An alert as declared: the name is its key in the definition. */
export interface AlertDeclaration extends WithUnknownKeys {
  readonly when: AnyQuery;
  /** What the value is compared with, where it is compared with a number. */
  readonly threshold?: number;
  readonly for?: string;
  readonly keepFiringFor?: string;
  readonly onNoData: NoDataPolicy;
  readonly severity: string;
  readonly runbook?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly shadow?: boolean;
  readonly group?: string;
  /** Go templates of the annotations; runs the callbacks. */
  readonly annotations: () => Readonly<Record<string, string>>;
  readonly position?: FilePosition;
}

/** The options that {@link alert} takes. */
export const ALERT_OPTIONS = [
  'when',
  'for',
  'keepFiringFor',
  'onNoData',
  'severity',
  'summary',
  'description',
  'runbook',
  'labels',
  'shadow',
  'group',
] as const;

/**
 * Declares an alert.
 *
 * @example
 * ```ts
 * import { alert, defineMonitoring, httpServer, ratio, resolveDefinition, webhook } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [httpServer()],
 *   receivers: { ops: webhook({ url: 'http://127.0.0.1:9/alerts' }) },
 *   routes: { to: 'ops' },
 *   alerts: (m) => ({
 *     HighErrorRate: alert({
 *       when: ratio(
 *         m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum('route'),
 *         m.http_requests_total.rate('5m').sum('route'),
 *       ).above({ percent: 5 }),
 *       for: '5m',
 *       onNoData: 'ignore',
 *       severity: 'page',
 *       runbook: 'docs/runbooks/high-error-rate.md',
 *       summary: ({ labels, value }) => `${value} of requests to ${labels.route} fail`,
 *     }),
 *   }),
 * });
 * console.log(resolveDefinition(definition).rules[0].labels.severity); // page
 * ```
 */
export function alert<
  Labels extends string,
  UnitName extends string,
  const Runbook extends string | undefined = undefined,
  const NoData extends NoDataPolicy | undefined = undefined,
>(options: AlertOptions<Labels, UnitName, Runbook, NoData>): AlertDeclaration {
  const {
    when,
    for: holdsFor,
    keepFiringFor,
    onNoData,
    severity,
    labels,
    shadow,
    group,
    ...texts
  } = given(options);
  // Of another type only where the compiler has refused it, or none has looked; resolving reports it.
  const said = { onNoData, severity } as { readonly onNoData: NoDataPolicy; readonly severity: Severity };
  const { summary, description, runbook } = texts;
  const { threshold, unit } = given<AnyQuery>(when);
  const position = callerPosition(alert);
  return {
    when,
    ...(threshold !== undefined && { threshold }),
    for: holdsFor,
    keepFiringFor,
    ...said,
    runbook,
    labels: labels ?? {},
    ...(shadow !== undefined && { shadow }),
    ...(group !== undefined && { group }),
    annotations: () => ({
      summary: templateOf('summary', summary, unit),
      ...(description !== undefined && { description: templateOf('description', description, unit) }),
      ...(runbook !== undefined && { runbook_url: runbook }),
    }),
    ...unknownKeys(options, ALERT_OPTIONS),
    ...(position && { position }),
  };
}
