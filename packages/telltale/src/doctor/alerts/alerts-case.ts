import type { DoctorDetail, DoctorFix } from '@telltale/station/contract';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import type { AlertWay } from './alert-way.ts';
import type { ListedRule } from './listed-rules.ts';

/** Which alert does not fire, and how far the doctor may go. */
export interface QuietAlert {
  /** Its name. Default: all are looked at. */
  readonly alert?: string;
  /** Whether the real receivers are sent a test message. */
  readonly deliver?: boolean;
}

/** What the steps of the ladder found, for those that come after them. */
export interface AlertsCase {
  readonly patient: Patient;
  readonly quiet: QuietAlert;
  /** The alerts that are looked at. */
  rules: readonly ListedRule[];
  /** Where each would go, one for each rule; none where nobody tells. */
  readonly ways: Map<ListedRule, AlertWay>;
}

/** The verdict over several alerts: the first that something is wrong with is told, those stand in front. */
export function verdictOf(details: readonly DoctorDetail[], well: string, fix: DoctorFix): StepFinding {
  if (details.length === 0) return skipped('there is none to look at');
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  if (bad.length === 0) return ok(well, details);
  const shown = [...bad, ...details.filter(({ outcome }) => outcome !== 'failed')];
  const more = bad.length > 1 ? ` (and ${bad.length - 1} more)` : '';
  return failed(`${bad[0].title}: ${bad[0].seen}${more}`, fix, shown);
}
