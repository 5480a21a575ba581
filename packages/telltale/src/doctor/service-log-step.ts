import { plural } from '../check/report/plural.ts';
import { searchLogs } from '../logs/search-logs.ts';
import { logQueryOf } from '../logs/log-query.ts';
import { ok, skipped } from './ladder.ts';
import type { StepFinding } from './ladder.ts';
import type { Patient } from './patient.ts';
import { fixOf } from './words.ts';

const WINDOW_S = 15 * 60;
const SHOWN = 5;

/** What a service says of itself: its newest errors, where its log arrives here. */
export async function readServiceLog(patient: Patient, service: string): Promise<StepFinding> {
  const elsewhere = fixOf('Read it where it runs:', `docker compose logs --since 15m ${service}`);
  if (!(await patient.isStation())) return skipped('a Prometheus keeps no logs', elsewhere);
  const end = Date.now() / 1000;
  const find = (level?: string) =>
    searchLogs(patient.server, {
      query: logQueryOf({ query: [], service, ...(level !== undefined && { level }) }),
      start: end - WINDOW_S,
      end,
      limit: SHOWN,
    });
  const any = await find();
  if (any.records.length === 0) return skipped(`no log of ${service} arrives at this station`, elsewhere);
  const errors = await find('error');
  if (errors.records.length === 0) return ok('no errors in the last 15 minutes');
  const count = `${errors.hasMore ? 'more than ' : ''}${plural(errors.records.length, 'error')}`;
  return ok(
    `${count} in the last 15 minutes, the newest first`,
    errors.records.toReversed().map(({ timeMs, message }) => ({
      title: new Date(timeMs).toISOString(),
      outcome: 'failed',
      seen: message.slice(0, 300),
    })),
  );
}
