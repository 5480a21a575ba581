import type { HealthPaths, HealthProbe } from '../resolved/resolved-health.ts';
import type { Duration } from '../time/duration.ts';

/** The service's health: where the probes are answered, what is checked, and how the service ends. */
export interface HealthDeclaration {
  /** `/health/live`, `/health/ready`, `/health/startup` and `/health` by default. */
  readonly paths?: Partial<HealthPaths>;
  /** Port of the probes; that of the service by default. */
  readonly port?: number;
  /**
   * The checks by name, for example `['database']`, or with what is special of each. Each waits for what the
   * program binds to it with `t.health.add('database', …)`; one that nothing is bound to fails.
   */
  readonly checks?: readonly string[] | Readonly<Record<string, HealthCheckDeclaration>>;
  /** Time that a check has; 2 s by default. It must be shorter than the time that the probes wait. */
  readonly timeout?: Duration;
  /** How long the result of a check is used again; 1 s by default. */
  readonly cache?: Duration;
  /**
   * When the service has started: when the program says so with `t.ready()` (the default), or when the checks
   * have all passed once.
   */
  readonly startup?: 'ready' | 'checks';
  /**
   * Who gets the results of the checks one by one, asking with `?verbose`: this machine (the default), everybody
   * or nobody. They hold no secrets.
   */
  readonly details?: 'local' | 'always' | 'never';
  /** How the orchestrator asks; the manifests of Kubernetes say so. */
  readonly probes?: Readonly<Partial<Record<HealthProbe, ProbeDeclaration>>>;
  /**
   * Between the signal to end and the end of the servers, so that nobody sends requests any more: readiness is
   * answered with 503 meanwhile. 5 s by default, for Kubernetes, which needs some seconds to tell all its proxies.
   */
  readonly drainDelay?: Duration;
  /**
   * Time for the whole end; what is not done by then is cut off. 25 s by default; the manifests of Kubernetes give
   * 5 s more.
   */
  readonly grace?: Duration;
}

/** What is special of one check. */
export interface HealthCheckDeclaration {
  /** `false` where the service can do without: when it fails, health is `degraded` and the answer still 200. */
  readonly critical?: boolean;
  /** Time that the check has. */
  readonly timeout?: Duration;
  /** How long its result is used again. */
  readonly cache?: Duration;
  /** Runs the check in the background as often as this, so that no probe waits for it. Not by default. */
  readonly every?: Duration;
  /** Failures in a row until it counts as failed; 1 by default. */
  readonly failures?: number;
  /** Successes in a row until it counts as passed again; 1 by default. */
  readonly successes?: number;
  /**
   * The probes that ask it beside `/health`; readiness by default. With `live` the orchestrator restarts the
   * service when it fails: not for what a restart does not mend, such as a database.
   */
  readonly probes?: readonly HealthProbe[];
}

/** How often an orchestrator asks, and how patient it is. */
export interface ProbeDeclaration {
  /** From the start to the first question. */
  readonly delay?: Duration;
  readonly every?: Duration;
  readonly timeout?: Duration;
  /** Failures in a row until it acts. */
  readonly failures?: number;
}
