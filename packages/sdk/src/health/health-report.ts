import type { CheckResult } from './health-check.ts';

/** `degraded` where only checks fail that the service can do without. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy';

/** What one check found. */
export interface CheckReport extends CheckResult {
  readonly name: string;
  readonly isCritical: boolean;
  /** What the answer calls the state of the check, for example `connected`. */
  readonly word: string;
}

/** An answer to a probe. */
export interface HealthReport {
  readonly status: HealthStatus;
  /** Why the service takes no requests, where that is not for its checks: it has not started yet, or it ends. */
  readonly reason?: 'starting' | 'ending';
  readonly checks: readonly CheckReport[];
}

/** A report of checks, and of nothing else that would be against health. */
export function reportOf(checks: readonly CheckReport[]): HealthReport {
  const failed = checks.filter(({ hasPassed }) => !hasPassed);
  const isUnhealthy = failed.some(({ isCritical }) => isCritical);
  return { status: isUnhealthy ? 'unhealthy' : failed.length > 0 ? 'degraded' : 'healthy', checks };
}
