import type { HealthState } from './health-state.ts';

/** What is used of a logger. */
interface HealthLog {
  warn(message: string, fields: object): void;
  info(message: string, fields: object): void;
}

/** Logs each check that fails, and that passes again; nothing while it stays as it is. */
export function logHealth(state: HealthState, log: () => HealthLog): void {
  const failed = new Set<string>();
  state.onResult((check, { hasPassed, error, durationMs }) => {
    if (hasPassed !== failed.has(check)) return;
    const fields = { check, duration_ms: Math.round(durationMs), ...(error !== undefined && { error }) };
    if (hasPassed) {
      failed.delete(check);
      log().info('health check passes again', fields);
    } else {
      failed.add(check);
      log().warn('health check failed', fields);
    }
  });
}
