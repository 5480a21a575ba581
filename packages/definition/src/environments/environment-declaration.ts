import type { Threshold } from '../metrics/threshold.ts';
import type { NotificationsDeclaration } from '../notifications/notifications-declaration.ts';
import type { ReceiverDeclaration } from '../routing/receiver.ts';
import type { RouteDeclaration } from '../routing/route-declaration.ts';
import type { Severity } from '../rules/alert.ts';
import type { StackDeclaration } from '../stack/stack-declaration.ts';
import type { StationDeclaration } from '../station/station-declaration.ts';
import type { ScrapeDeclaration } from '../targets/scrape-declaration.ts';
import type { TargetDeclaration } from '../targets/target-declaration.ts';
import type { Duration } from '../time/duration.ts';

/** What is different for an alert in an environment. */
export interface AlertOverride {
  /** Another value to compare with: a number in the base unit, or one such as `{ percent: 5 }`. */
  readonly threshold?: Threshold<'seconds' | 'bytes' | 'ratio'>;
  readonly for?: Duration;
  readonly keepFiringFor?: Duration;
  readonly severity?: Severity;
  /** Whether it is only watched there, and told to nobody. */
  readonly shadow?: boolean;
  /** `false` leaves the alert out. */
  readonly enabled?: boolean;
}

/** What is different in an environment, such as `staging`. */
export interface EnvironmentDeclaration<Target extends string = string, Receiver extends string = string> {
  readonly scrape?: ScrapeDeclaration;
  readonly evaluateEvery?: Duration;
  /** Other addresses, intervals or labels of targets. */
  readonly targets?: { readonly [Job in Target]?: Partial<TargetDeclaration> };
  /** Where notifications go there. */
  readonly receivers?: { readonly [Name in Receiver]?: ReceiverDeclaration };
  readonly routes?: RouteDeclaration<Receiver>;
  readonly notifications?: NotificationsDeclaration<Receiver>;
  readonly station?: StationDeclaration;
  readonly stack?: StackDeclaration;
  /** Other thresholds, times or severities, by alert. */
  readonly alerts?: Readonly<Record<string, AlertOverride>>;
}

/** Environments by name. */
export type EnvironmentDeclarations<
  Target extends string = string,
  Receiver extends string = string,
> = Readonly<Record<string, EnvironmentDeclaration<Target, Receiver>>>;
