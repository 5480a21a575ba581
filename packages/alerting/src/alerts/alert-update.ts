import type { LabelSet } from '@telltale/model';

/** What is known of one alert now: sent by the rule engine again and again while it matters. */
export interface AlertUpdate {
  /** Identity of the alert, `alertname` included. */
  readonly labels: LabelSet;
  readonly annotations: Readonly<Record<string, string>>;
  /** When the alert began to fire. */
  readonly startsAtMs: number;
  /**
   * In the past: when the alert was resolved. In the future: until when the alert counts as firing
   * if no further update comes.
   */
  readonly endsAtMs: number;
  /** Page that shows the query behind the alert. */
  readonly generatorUrl: string;
}
