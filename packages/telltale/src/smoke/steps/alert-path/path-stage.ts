import type { DoctorDetail, DoctorFix } from '@telltale/station/contract';
import type { StepFinding } from '../../../doctor/ladder.ts';

/** One stage of the way of an alert to people. */
export interface PathStage {
  readonly details: readonly DoctorDetail[];
  /** What to do where one of them failed. */
  readonly fix: DoctorFix;
}

const NO_FIX: DoctorFix = { text: '', code: '' };

/** What a step of the doctor found, as a stage. */
export function stageOf(title: string, { outcome, seen, details = [], fix }: StepFinding): PathStage {
  const bad = details.filter((detail) => detail.outcome === 'failed');
  return { details: bad.length > 0 ? bad : [{ title, outcome, seen }], fix: fix ?? NO_FIX };
}
