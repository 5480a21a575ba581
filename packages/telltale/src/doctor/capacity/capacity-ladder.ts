import { askCapacity } from '../../advise/station-capacity.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { Ladder, StepFinding } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import { serverStep } from '../server-step.ts';
import { GROWTH_QUERY, diagnoseCapacity } from './capacity-diagnosis.ts';

/** “Is it big enough?”: use against what one station was measured with. */
export function capacityLadder(patient: Patient): Ladder {
  return {
    topic: 'capacity',
    steps: [
      serverStep(patient),
      { id: 'room', title: 'The station has room', needs: ['server'], try: () => tryRoom(patient) },
    ],
  };
}

async function tryRoom(patient: Patient): Promise<StepFinding> {
  if (!(await patient.isStation())) return skipped('only a station tells its capacity');
  const growth = await patient.prometheus.instant(GROWTH_QUERY);
  const { resources, block } = diagnoseCapacity(await askCapacity(patient.server), growth);
  const details = resources.map(({ resource, used, limit, ratio, isNearlyFull, daysUntilFull }) => {
    const share = `${Math.round(used).toLocaleString('en-US')} of ${limit.toLocaleString('en-US')} (${Math.round(ratio * 100)} %)`;
    const until = daysUntilFull === undefined ? 'not growing' : `reached in ${daysUntilFull.toFixed(1)} days`;
    return {
      title: resource.replaceAll('_', ' '),
      outcome: isNearlyFull ? ('failed' as const) : ('ok' as const),
      seen: `${share}, ${until}`,
    };
  });
  const near = details.find(({ outcome }) => outcome === 'failed');
  if (!near) return ok('less than 70 % of every measured limit', details);
  return failed(
    `${near.title}: ${near.seen}`,
    { text: 'Hand over; into the definition:', code: block },
    details,
  );
}
