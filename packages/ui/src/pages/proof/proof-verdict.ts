import type { RuleProofView } from '@telltale/station/contract';
import { formatAge, formatSpan } from '../../format/ages.ts';
import type { Verdict } from './verdict-badge.tsx';

/** The newest proof of an alert: `delivered, 3 d ago, 41 s`. */
export function proofVerdict(proof: RuleProofView | null, nowMs: number): Verdict {
  if (proof === null) return { words: 'not proven', tone: 'mute', more: 'Nobody has proven that it arrives' };
  const took = proof.deliveredAfterMs === null ? [] : [formatSpan(proof.deliveredAfterMs)];
  const words = [levelWords(proof.level), formatAge(proof.provenAtMs, nowMs), ...took].join(', ');
  if (proof.staleness !== '') return { words, tone: 'bad', more: `Counts no longer: ${proof.staleness}` };
  if (!proof.isComplete) return { words, tone: 'warn', more: 'Not all of its way was proven' };
  return { words, tone: 'ok', more: `Proven: ${words}` };
}

/** `accepted-by-receivers` as words. */
function levelWords(level: string): string {
  return level.replaceAll(/[-_]/g, ' ');
}
