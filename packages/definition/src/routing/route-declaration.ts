import type { Duration } from '../time/duration.ts';
import type { AlertMatch } from './inhibition-declaration.ts';

/** When a group of alerts is sent. */
interface RouteTiming {
  /** Labels that make one notification; of the root `['alertname']` by default. */
  readonly groupBy?: readonly string[];
  /** How long to wait for more alerts of a new group; 30s by default. */
  readonly groupWait?: Duration;
  /** How long to wait before telling of new alerts of a known group; 5m by default. */
  readonly groupInterval?: Duration;
  /** How long to wait before telling again of what has not changed; 4h by default. */
  readonly repeatInterval?: Duration;
}

/** Times in which a route tells nothing, or in which alone it does: names of the section `timeIntervals`. */
interface RouteTimes {
  readonly muteTimeIntervals?: readonly string[];
  readonly activeTimeIntervals?: readonly string[];
}

/** Alerts with these labels go to another receiver; what is not given is inherited from above. */
export interface ChildRouteDeclaration<Receiver extends string> extends RouteTiming, RouteTimes {
  readonly match: AlertMatch;
  readonly to: Receiver;
  /** Looks at the next route too; `false` by default. */
  readonly continue?: boolean;
  /** Routes below this one: the first that matches takes an alert from it. */
  readonly children?: readonly ChildRouteDeclaration<Receiver>[];
}

/** Where alerts go: a receiver for all, and others for some. The first child that matches takes an alert. */
export interface RouteDeclaration<Receiver extends string> extends RouteTiming {
  readonly to: Receiver;
  readonly children?: readonly ChildRouteDeclaration<Receiver>[];
}
