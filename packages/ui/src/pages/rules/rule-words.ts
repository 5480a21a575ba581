import type { RuleTestsView } from '@telltale/station/contract';
import { formatAge } from '../../format/ages.ts';
import type { Verdict } from '../proof/verdict-badge.tsx';

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
