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

/** Severities that wake somebody: their alerts must say what to do. */
type WakingSeverity = 'page' | 'critical';

/** Severities that can wait until somebody looks. */
type WaitingSeverity = 'ticket' | 'warning' | 'info';

/** How urgent an alert is: its `severity` label. */
export type Severity = WakingSeverity | WaitingSeverity;

/**
 * What an alert does where the data it looks at is missing: `fire` tells of it by a second alert,
 * `<Name>NoData`; `keep` goes on firing for a while if it fires; `ignore` does nothing.
 */
export type NoDataPolicy = 'fire' | 'keep' | 'ignore';

interface AlertBase<Labels extends string, UnitName extends string> {
  /** Fires for every series that this holds for. */
  readonly when: Condition<Labels, UnitName> | TextQuery;
  /** What it does where the data is missing: a condition on nothing never holds. */
  readonly onNoData: NoDataPolicy;
  /** How long it must hold before the alert fires; at once by default. */
  readonly for?: Duration;
  /** How long the alert goes on firing after it stopped to hold; not at all by default. */
  readonly keepFiringFor?: Duration;
  /** One line for the person who is woken. */
  readonly summary: Annotation<Labels>;
  readonly description?: Annotation<Labels>;
  /** Labels added to the alert, for routing. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What {@link alert} takes. An alert that wakes somebody needs a runbook. */
export type AlertOptions<Labels extends string, UnitName extends string> = AlertBase<Labels, UnitName> &
  (
    | { readonly severity: WakingSeverity; readonly runbook: string }
    | { readonly severity: WaitingSeverity; readonly runbook?: string }
  );

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
export function alert<Labels extends string, UnitName extends string>(
  options: AlertOptions<Labels, UnitName>,
): AlertDeclaration {
  const { when, for: holdsFor, keepFiringFor, onNoData, severity, labels, ...texts } = given(options);
  const { summary, description, runbook } = texts;
  const { threshold, unit } = given<AnyQuery>(when);
  const position = callerPosition(alert);
  return {
    when,
    ...(threshold !== undefined && { threshold }),
    for: holdsFor,
    keepFiringFor,
    onNoData,
    severity,
    runbook,
    labels: labels ?? {},
    annotations: () => ({
      summary: templateOf('summary', summary, unit),
      ...(description !== undefined && { description: templateOf('description', description, unit) }),
      ...(runbook !== undefined && { runbook_url: runbook }),
    }),
    ...unknownKeys(options, ALERT_OPTIONS),
    ...(position && { position }),
  };
}
