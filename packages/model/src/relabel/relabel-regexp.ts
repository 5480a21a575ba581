/** A regular expression of RE2 that has to match the whole of a text; a dot matches a line break, too. */
export interface RelabelRegexp {
  readonly test: (text: string) => boolean;
  /**
   * What the groups took, the whole text first; empty where a group took nothing. `undefined` where the
   * text does not match.
   */
  readonly groups: (text: string) => readonly string[] | undefined;
  /** The number of each group that has a name. */
  readonly names: ReadonlyMap<string, number>;
}

/** Compiles a regular expression, or throws what is wrong with it. */
export type CompileRelabelRegexp = (pattern: string) => RelabelRegexp;
