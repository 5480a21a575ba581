import type { FilePosition } from '@telltale/model';

/**
 * An `error` is certain and fails the check; a `warning` is a risk, or depends on something out of
 * sight; `info` is advice.
 */
export type Severity = 'error' | 'warning' | 'info';

/** A line of text with the part that a finding is about. */
export interface Excerpt {
  readonly line: string;
  /** 0-based UTF-16 range in `line`. */
  readonly start: number;
  readonly end: number;
}

/** Where a finding is: the place in a file and the text to show for it. */
export interface FindingPlace {
  readonly position: FilePosition;
  readonly excerpt: Excerpt;
  /** What the text belongs to, for example `alert HighErrorRate`; empty for whole files. */
  readonly subject: string;
}

/** Text that takes the place of a range of a file. */
export interface FindingEdit {
  readonly file: string;
  /** Offsets in the file's text, UTF-16. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** One fault as a rule reports it. */
export interface RuleFinding {
  readonly place: FindingPlace;
  readonly message: string;
  /** How to mend it; the empty string where nothing is certain. */
  readonly fix: string;
  /** The change that mends it, where that is mechanical: `check --fix` makes it. */
  readonly edit?: FindingEdit;
  /** Set where this finding is less certain than the rule usually is. */
  readonly severity?: Severity;
  /** Set where this finding matters for another reason than the rule's. */
  readonly why?: string;
}

/** One fault as it is shown. */
export interface Finding extends RuleFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  /** Why it matters: one line. */
  readonly why: string;
}
