/** Half-open range of UTF-16 offsets in the query text a node was parsed from. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
}

/** What may have been parsed from a text. */
export interface Located {
  /** Absent for expressions that were built, not parsed. */
  readonly source?: SourceRange;
}
