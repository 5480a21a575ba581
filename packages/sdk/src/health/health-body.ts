import type { CheckReport, HealthReport } from './health-report.ts';

/** Version where the environment does not say one. */
const DEFAULT_VERSION = '1.0.0';

interface CheckDetails {
  readonly status: 'passed' | 'failed';
  readonly critical: boolean;
  readonly checkedAt: string;
  readonly durationMs: number;
  readonly error?: string;
}

/** What a probe is answered with. */
export interface HealthBody {
  readonly status: HealthReport['status'];
  readonly reason?: string;
  /** When it was answered. */
  readonly timestamp: string;
  /** `APP_VERSION` of the environment. */
  readonly version: string;
  /** Seconds. */
  readonly uptime: number;
  /** State of each check by name, `connected` or `disconnected`. */
  readonly services: Readonly<Record<string, string>>;
  /** Only where details are asked for and may be told. */
  readonly checks?: Readonly<Record<string, CheckDetails>>;
}

/** The body of an answer. */
export function healthBody({ status, reason, checks }: HealthReport, hasDetails: boolean): HealthBody {
  return {
    status,
    ...(reason !== undefined && { reason }),
    timestamp: new Date().toISOString(),
    version: process.env['APP_VERSION'] || DEFAULT_VERSION,
    uptime: process.uptime(),
    services: byName(checks, ({ word }) => word),
    ...(hasDetails && { checks: byName(checks, detailsOf) }),
  };
}

function detailsOf({ hasPassed, isCritical, checkedAtMs, durationMs, error }: CheckReport): CheckDetails {
  return {
    status: hasPassed ? 'passed' : 'failed',
    critical: isCritical,
    checkedAt: new Date(checkedAtMs).toISOString(),
    durationMs: Math.round(durationMs),
    ...(error !== undefined && { error }),
  };
}

/** Names come from the program, so that none of them may mean anything to JavaScript. */
function byName<Value>(
  checks: readonly CheckReport[],
  valueOf: (check: CheckReport) => Value,
): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = Object.create(null);
  for (const check of checks) values[check.name] = valueOf(check);
  return values;
}
