import type { ResolvedDefinition } from '@telltale/definition';
import type { Inhibition, Receiver, Route, TimeInterval } from '@telltale/model';

/** Who is told of what, and when: what an `alertmanager.yml` decides. */
export interface NotifierConfiguration {
  /** Root of the routing tree. The receiver with the empty name is nobody. */
  readonly route: Route;
  /** Receivers of one name are told one like the other. */
  readonly receivers: readonly Receiver[];
  /** Default: none. */
  readonly inhibitions?: readonly Inhibition[];
  /** Times that routes name. Default: none. */
  readonly timeIntervals?: readonly TimeInterval[];
  /** How long an alert without an end counts as firing after it was last told. Default 5 minutes. */
  readonly resolveTimeoutMs?: number;
  /** Name of the receiver that is told what another one refused. Default: none. */
  readonly fallback?: string;
}

/** The part of a definition that says who is told. */
export function notifierConfigurationOf(resolved: ResolvedDefinition): NotifierConfiguration {
  const { route, receivers, inhibitions, timeIntervals, fallback } = resolved;
  return {
    route,
    receivers,
    ...(inhibitions && { inhibitions }),
    ...(timeIntervals && { timeIntervals }),
    ...(fallback !== undefined && { fallback }),
  };
}
