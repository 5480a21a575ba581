/** How often the alerts are to be proven. */
export interface ResolvedProofPlan {
  /** The station proves all of them so often; never where absent. */
  readonly everyMs?: number;
  /** A proof that is older counts no longer. */
  readonly maxAgeMs: number;
}
