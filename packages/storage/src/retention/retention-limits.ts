/** How much a store keeps; may be changed while it goes on. */
export interface RetentionLimits {
  /** What is older is deleted, whole UTC days at a time. */
  readonly retentionMs: number;
  /** The most that its files may take; the oldest go first. */
  readonly maxBytes: number;
}
