import type { LeakKind } from './detectors.ts';

/** What a finding is of: a leak in a value, a name that promises one, or ids that never end. */
export type PiiKind = LeakKind | 'personal-name' | 'unbounded-ids';

/** Something that should not be stored. */
export interface PiiFinding {
  readonly kind: PiiKind;
  /** `label recipient`, `log field order.email of shop`, `log message of shop`. */
  readonly where: string;
  /** What it is, in a line. */
  readonly what: string;
  /** Different values, or records. */
  readonly count: number;
  /** One of them, masked. */
  readonly sample: string;
  /** Metrics with the label. */
  readonly metrics?: readonly string[];
  readonly next: string;
}

/** What was looked at, and what was found. */
export interface PiiReview {
  readonly of: string;
  readonly labels: number;
  readonly values: number;
  readonly records: number;
  readonly findings: readonly PiiFinding[];
  /** What was found and is right, with the reason that was given. */
  readonly accepted: readonly (PiiFinding & { readonly reason: string })[];
  /** What was not looked at, and why. */
  readonly notLookedAt: readonly string[];
}
