/** Names for all metrics, or by metric. */
export type LabelNames = readonly string[] | Readonly<Record<string, readonly string[]>>;

/** What a registry keeps away from its metrics, whatever the code records. */
export interface GuardOptions {
  /** Metrics that are recorded into nothing: names or patterns. */
  readonly dropMetrics?: readonly (string | RegExp)[];
  /** The only labels that are kept: for all metrics, or by metric name. All by default. */
  readonly allowLabels?: LabelNames;
  /** Labels that are left out: for all metrics, or by metric name. What differs only in them is added up. */
  readonly dropLabels?: LabelNames;
  /** New names by old name for all metrics, or by metric name. */
  readonly renameLabels?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Labels whose name or values look like secrets or personal data, and yet are recorded as they are. */
  readonly allowSensitive?: readonly string[];
}
