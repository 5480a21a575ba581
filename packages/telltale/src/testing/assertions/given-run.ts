import type { AlertDestinations, AlertRun } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';

/** A run of alerts, and what is needed to judge it. */
export interface GivenRun {
  readonly resolved: ResolvedDefinition;
  readonly run: AlertRun;
  readonly destinations: AlertDestinations;
}
