import type { LabelSet } from '@telltale/model';

/** An alert as it stands at the moment of a notification. */
export interface NotifiedAlert {
  readonly labels: LabelSet;
  readonly annotations: Readonly<Record<string, string>>;
  readonly status: 'firing' | 'resolved';
  readonly startsAtMs: number;
  /** `null` while the alert is firing. */
  readonly endsAtMs: number | null;
  readonly generatorUrl: string;
  readonly fingerprint: string;
}

/** All alerts of one group at one moment. */
export interface GroupSnapshot {
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  /** In the order in which they are shown. */
  readonly alerts: readonly NotifiedAlert[];
  /** Fingerprints of its other alerts, of which nobody may be told now. Default: none. */
  readonly muted?: readonly string[];
  readonly atMs: number;
  readonly repeatIntervalMs: number;
}
