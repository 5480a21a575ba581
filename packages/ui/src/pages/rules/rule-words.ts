import type { RuleProofView, RuleTestsView } from '@telltale/station/contract';
import { formatAge, formatSpan } from '../../format/ages.ts';

/** What is known of something, in words, and how it looks. */
export interface Verdict {
  readonly words: string;
  readonly tone: 'ok' | 'bad' | 'warn' | 'mute';
  /** Said when it is pointed at. */
  readonly more: string;
}

/** The tests of a rule: `3 tests, 2 h ago`. */
export function testsVerdict(tests: RuleTestsView | null, nowMs: number): Verdict {
  if (tests === null)
    return { words: 'no tests', tone: 'mute', more: 'telltale test says what it found here' };
  const { passed, failed, lastRunMs } = tests;
  const all = passed + failed;
  const age = formatAge(lastRunMs, nowMs);
  const more = `${passed} passed, ${failed} failed; last run ${age}`;
  if (failed > 0) return { words: `${failed} of ${all} failed, ${age}`, tone: 'bad', more };
  return { words: `${all} ${all === 1 ? 'test' : 'tests'}, ${age}`, tone: 'ok', more };
}

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
