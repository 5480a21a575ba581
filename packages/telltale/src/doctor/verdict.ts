import type { DoctorDetail, DoctorFix } from '@telltale/station/contract';
import { failed, ok, skipped } from './ladder.ts';
import type { StepFinding } from './ladder.ts';

/** The verdict over several things: the first that something is wrong with is told, those stand in front. */
export function verdictOf(details: readonly DoctorDetail[], well: string, fix: DoctorFix): StepFinding {
  if (details.length === 0) return skipped('there is none to look at');
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  if (bad.length === 0) return ok(well, details);
  const shown = [...bad, ...details.filter(({ outcome }) => outcome !== 'failed')];
  const more = bad.length > 1 ? ` (and ${bad.length - 1} more)` : '';
  return failed(`${bad[0].title}: ${bad[0].seen}${more}`, fix, shown);
}
