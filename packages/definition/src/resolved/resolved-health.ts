/** What an orchestrator asks: whether to restart the program, to send it requests, to go on waiting for its start. */
export type HealthProbe = 'live' | 'ready' | 'startup';

/** Paths of the probes. */
export interface HealthPaths {
  /** Whether the process is to be restarted. */
  readonly live: string;
  /** Whether it takes requests. */
  readonly ready: string;
  /** Whether it has started. */
  readonly startup: string;
  /** All checks with details, for people. */
  readonly health: string;
}

/** How a check is run and counted. */
export interface HealthCheckOptions {
  /** Whether the service is unhealthy when it fails; otherwise it is degraded. */
  readonly critical: boolean;
  readonly timeoutMs: number;
  /** How long its result is used again. */
  readonly cacheMs: number;
  /** How often it runs in the background; only when it is asked for where absent. */
  readonly everyMs?: number;
  /** Failures in a row until it counts as failed. */
  readonly failures: number;
  /** Successes in a row until it counts as passed again. */
  readonly successes: number;
  /** The probes that ask it beside `/health`. */
  readonly probes: readonly HealthProbe[];
}

/** A declared check. */
export interface ResolvedHealthCheck extends HealthCheckOptions {
  /** For example `database`. */
  readonly name: string;
}

/** How often an orchestrator asks, and how patient it is. */
export interface ResolvedProbe {
  readonly delayMs: number;
  readonly everyMs: number;
  readonly timeoutMs: number;
  readonly failures: number;
}

/** The service's health. */
export interface ResolvedHealth {
  readonly paths: HealthPaths;
  /** Port of the probes; that of the service where absent. */
  readonly port?: number;
  readonly checks: readonly ResolvedHealthCheck[];
  /** Of checks that only the program knows. */
  readonly checkDefaults: HealthCheckOptions;
  /** What says that the service has started: the program, or its checks. */
  readonly startup: 'ready' | 'checks';
  /** Who gets the results of the checks one by one. */
  readonly details: 'local' | 'always' | 'never';
  readonly probes: Readonly<Record<HealthProbe, ResolvedProbe>>;
  /** Between the signal to end and the end of the servers. */
  readonly drainDelayMs: number;
  /** Time for the whole end. */
  readonly graceMs: number;
}
