import type { HealthPaths } from '../resolved/resolved-health.ts';

/** The service's health: where the probes are answered, and what is checked. */
export interface HealthDeclaration {
  /** `/health/live`, `/health/ready`, `/health/startup` and `/health` by default. */
  readonly paths?: Partial<HealthPaths>;
  /** Port of the probes; that of the service by default. */
  readonly port?: number;
  /** Names of the checks, for example `database`. */
  readonly checks?: readonly string[];
}
