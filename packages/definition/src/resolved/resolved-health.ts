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

/** The service's health. */
export interface ResolvedHealth {
  readonly paths: HealthPaths;
  /** Port of the probes; that of the service where absent. */
  readonly port?: number;
  /** Names of the checks, for example `database`. */
  readonly checks: readonly string[];
}
