import type { DoctorDetail } from '@telltale/station/contract';
import { askCapacity } from '../../advise/station-capacity.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { bytesText, fixOf } from '../../doctor/words.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Less room is none: a log of a busy minute takes it. */
const MIN_FREE_BYTES = 64 * 1024 * 1024;
const GIGABYTE = 1e9;

/** Whether the station has room for what comes within a day, and is within its limits. */
export async function tryStorage({ patient }: SmokeRound): Promise<StepFinding> {
  if (!(await patient.isStation())) return skipped('a Prometheus does not tell the room on its disk');
  const { diskBytes, diskFreeBytes, daysPerGigabyte, envelope } = await askCapacity(patient.server);
  const dayBytes = daysPerGigabyte === null ? 0 : GIGABYTE / daysPerGigabyte;
  const wanted = Math.max(MIN_FREE_BYTES, dayBytes);
  const details: DoctorDetail[] =
    diskFreeBytes === null
      ? [{ title: 'disk', outcome: 'skipped', seen: 'the system does not tell how much is free' }]
      : [
          {
            title: 'disk',
            outcome: diskFreeBytes < wanted ? 'failed' : 'ok',
            seen: `${bytesText(diskFreeBytes)} free, ${bytesText(wanted)} are a day's worth at least; ${bytesText(diskBytes)} used`,
          },
        ];
  for (const { resource, ratio } of envelope) {
    const outcome = ratio >= 1 ? 'failed' : 'ok';
    details.push({
      title: resource.replaceAll('_', ' '),
      outcome,
      seen: `${Math.round(ratio * 100)} % of what it was measured with`,
    });
  }
  return verdictOf(
    details,
    diskFreeBytes === null ? details[0].seen : `${bytesText(diskFreeBytes)} free`,
    fixOf(
      'Make room, or keep less. How long there is room, and what takes it:',
      'npx telltale advise capacity',
    ),
  );
}
