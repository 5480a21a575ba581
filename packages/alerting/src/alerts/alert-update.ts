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
  /**
   * The sender named no end: the notifier puts its resolve timeout in place of `endsAtMs`, and any
   * end that a sender named goes before it. Default false.
   */
  readonly isTimeout?: boolean;
}

/** An alert as the notifier keeps it: all updates of one episode, merged. */
export interface StoredAlert {
  readonly update: AlertUpdate;
  readonly fingerprint: string;
  /** When its last update came. */
  readonly receivedAtMs: number;
}

/** Whether an alert has ended by a time. */
export function isResolved({ update }: StoredAlert, nowMs: number): boolean {
  return update.endsAtMs <= nowMs;
}
