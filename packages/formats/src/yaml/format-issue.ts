import type { FilePosition } from '@telltale/model';

/** What kind of fault a file has; stable, for programs. */
export type FormatIssueCode =
  | 'too-large'
  | 'syntax'
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'unknown-field'
  | 'missing-field'
  | 'wrong-type'
  | 'bad-duration'
  | 'bad-value'
  | 'duplicate-name'
  | 'ignored-document';

/** One fault of a file: what is wrong, where, and how to mend it. */
export interface FormatIssue {
  readonly code: FormatIssueCode;
  /** An `error` makes the owning tool refuse the file; a `warning` makes it do something unexpected. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly position: FilePosition;
  /** How to mend it, in the imperative; the empty string where nothing is certain. */
  readonly fix: string;
}
