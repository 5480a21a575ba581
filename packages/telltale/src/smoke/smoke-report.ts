import type { DoctorStep } from '@telltale/station/contract';

/** A step that was tried. */
export interface SmokeResult extends DoctorStep {
  /** What was asked, and of whom. */
  readonly asked: string;
  /** How often it was tried. */
  readonly attempts: number;
}

/** What came of all steps. */
export interface SmokeReport {
  /** Name of the service that is defined. */
  readonly service: string;
  readonly startedAtMs: number;
  readonly tookMs: number;
  /** In the order in which they were tried. */
  readonly steps: readonly SmokeResult[];
}

/** The steps that failed. */
export function failedSteps({ steps }: Pick<SmokeReport, 'steps'>): readonly SmokeResult[] {
  return steps.filter(({ outcome }) => outcome === 'failed');
}
