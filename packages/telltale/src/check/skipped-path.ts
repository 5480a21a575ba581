/** A file or folder that was found but not read. */
export interface SkippedPath {
  readonly file: string;
  /** Why, for people: `permission denied`. */
  readonly reason: string;
  /** Whether it may hold rules, so that a check without it is not complete. */
  readonly mayHoldRules: boolean;
}
