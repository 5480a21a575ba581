import type { ProofRunAlert } from '@telltale/station/contract';
import { formatAge, formatSpan } from '../../format/ages.ts';
import { deliveredAfterMs } from './timeline.ts';
import type { Verdict } from './verdict-badge.tsx';

/** Who has just proven it need not count the seconds. */
const FRESH_MS = 60_000;

/** How one alert of a run stands: `proven now, 41 s to deliver`. `isOver`: whether the run has ended. */
export function runVerdict({ state, proof }: ProofRunAlert, isOver: boolean, nowMs: number): Verdict {
  if (state === 'failed') return { words: 'not proven', tone: 'bad', more: 'A step of the proof failed' };
  if (state === 'proven') {
    const afterMs = proof === null ? null : deliveredAfterMs(proof.hops);
    const took = afterMs === null ? '' : `, ${formatSpan(afterMs)} to deliver`;
    const isFresh = proof === null || nowMs - proof.provenAtMs < FRESH_MS;
    const when = isFresh ? 'now' : formatAge(proof.provenAtMs, nowMs);
    return { words: `proven ${when}${took}`, tone: 'ok', more: 'Every step of the proof passed' };
  }
  if (isOver) return { words: 'not tried', tone: 'mute', more: 'The run ended before' };
  return state === 'running'
    ? { words: 'being proven', tone: 'warn', more: 'Its steps are being tried' }
    : { words: 'waiting', tone: 'mute', more: 'One alert is proven after the other' };
}

/** What to do about a step that failed. */
const ADVICE: Readonly<Record<string, string>> = {
  parses: 'Correct the expression in the definition; the station reads it again at once.',
  'references exist': 'Define the metric or label that is named here, or correct its name in the expression.',
  'seen live': 'Look at the targets: the running service does not expose what the rule asks for.',
  'fires and resolves':
    'Try the expression in Explore: with these metrics it does not become true, or does not stop being so.',
  'survives missed scrapes': 'Give the expression a longer range, or the rule a longer wait.',
  'reaches its receivers': 'Correct routes and inhibitions in the definition until a receiver is told.',
  'accepted by receivers':
    'Correct address, credentials or template of the receiver that refused; Send test tries it alone.',
};

/** What to do next about a step that failed. */
export function adviceFor(step: string): string {
  return ADVICE[step] ?? 'Correct what is named here, and prove it again.';
}
