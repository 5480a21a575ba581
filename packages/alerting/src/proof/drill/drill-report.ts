import type { JsonValue, Receiver } from '@telltale/model';

/** A stage an alert passes on its way, in this order. */
export type DrillStage =
  | 'synthesised'
  | 'quiet'
  /** The running service moves its own instruments. */
  | 'moved'
  | 'scraped'
  | 'pending'
  | 'firing'
  | 'routed'
  | 'delivered'
  | 'resolved'
  | 'resolve-delivered';

/** One stage that was reached. */
export interface DrillHop {
  readonly stage: DrillStage;
  /** Simulated milliseconds since the fault began (negative before it): what a user would wait. */
  readonly serviceMs: number;
  /** Measured milliseconds of work for this stage. */
  readonly wallMs: number;
  /** What happened, in words. */
  readonly detail: string;
}

/** A message as it arrived. */
export interface DrillDelivery {
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  /** Whether it tells that the alert fires, or that it has ended. */
  readonly status: 'firing' | 'resolved';
  /** Simulated milliseconds since the fault began. */
  readonly serviceMs: number;
  /** What was posted, or the parts of a mail. */
  readonly payload: JsonValue;
  /** What the receiver said to it: `HTTP 200`, `SMTP 250`. */
  readonly answer?: string;
}

/** A series that was made, with its level before and during the fault. */
export interface DrillSeries {
  readonly series: string;
  readonly quiet: string;
  readonly firing: string;
}

/** What became of a drill. */
export interface DrillReport {
  readonly alertName: string;
  readonly query: string;
  /** Whether the alert stayed quiet, fired, arrived everywhere and resolved. */
  readonly isProven: boolean;
  /** Why it is not proven; empty otherwise. */
  readonly failure: string;
  /** The series that were made, with their quiet and firing level. */
  readonly series: readonly DrillSeries[];
  readonly hops: readonly DrillHop[];
  /** Who was told, in order. */
  readonly receivers: readonly string[];
  /** What arrived, in order. */
  readonly deliveries: readonly DrillDelivery[];
}
