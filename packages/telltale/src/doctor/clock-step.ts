import { failed, ok } from './ladder.ts';
import type { LadderStep, StepFinding } from './ladder.ts';
import type { Patient } from './patient.ts';
import { fixOf, spanText } from './words.ts';

/** Less is the time that asking takes. */
export const MAX_SKEW_MS = 30_000;

/** Whether who looks and who stores mean the same by now: else a view of the last minutes is empty. */
export function clockStep(patient: Patient): LadderStep {
  return {
    id: 'clock',
    title: 'The clock of the server is right',
    needs: ['server'],
    try: () => tryClock(patient),
  };
}

async function tryClock({ prometheus }: Patient): Promise<StepFinding> {
  const beforeMs = Date.now();
  const [sample] = await prometheus.instant('time()');
  if (sample === undefined) return failed('the server does not tell its time');
  const skewMs = skewBetween(sample.value * 1000, beforeMs, Date.now());
  if (Math.abs(skewMs) > MAX_SKEW_MS)
    return failed(`the clock of the server is ${skewText(skewMs)}`, CLOCK_FIX);
  const difference = skewMs === 0 ? 'nothing' : spanText(Math.abs(skewMs));
  return ok(`it differs from that of this machine by ${difference}`);
}

/** How far a clock is ahead of this machine's, which it was asked between two moments of; 0 within them. */
function skewBetween(toldMs: number, beforeMs: number, afterMs: number): number {
  if (toldMs < beforeMs) return toldMs - beforeMs;
  return Math.max(0, toldMs - afterMs);
}

/** `2h ahead of that of this machine`. */
export function skewText(skewMs: number): string {
  return `${spanText(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'} that of this machine`;
}

/** What to do about clocks. */
export const CLOCK_FIX = fixOf(
  'Set the clock, on the machine that is wrong:',
  'timedatectl set-ntp true',
  'timedatectl status',
);
