/** What is not as a check expects. */
export interface CheckFailure {
  /** `alert HighErrorRate`, `query up`, or `rule job:errors:rate5m` where an evaluation failed. */
  readonly subject: string;
  /** Since the first sample. */
  readonly atMs: number;
  /** One line each; empty where nothing was expected. */
  readonly expected: readonly string[];
  readonly got: readonly string[];
  /** What else helps: what differs, what happened to the alert before. */
  readonly remarks: readonly string[];
}
