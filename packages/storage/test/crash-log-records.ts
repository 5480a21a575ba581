import type { LogRecord } from '@telltale/model';

const DAY_MS = 86_400_000;
const RESOURCE = { 'host.name': 'a1' };

/** A record that tells its number; some are late, some of the day before. */
export function crashLogRecord(number: number): LogRecord {
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  const offsetMs = number % 11 === 0 ? -DAY_MS : (number ^ 5) % 60_000;
  return {
    timeMs: today + offsetMs,
    severity: 9,
    service: `service-${number % 3}`,
    message: `record ${number}`,
    attributes: { number },
    resource: RESOURCE,
  };
}
