import type { DrillDelivery, DrillHop, DrillSeries } from '../drill/drill-report.ts';

/**
 * How far an alert is proven; each level includes those below it.
 *
 * - 0 parses
 * - 1 all it refers to exists; also seen in the running service, where one was asked
 * - 2 fires, resolves, and stays quiet on series that are well
 * - 3 survives a missed scrape, and the end of its target is noticed
 * - 4 is routed to receivers by night and by day, and nothing that fires with it hides it
 * - 5 its messages are accepted at the protocol of each receiver
 * - 6 the same through a real Prometheus and a real Alertmanager
 * - 7 the running service's own instrument made it fire
 */
export type ProofLevel = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** What one step on the ladder is called. */
export type ProofStepName =
  | 'parses'
  | 'references exist'
  | 'seen live'
  | 'fires and resolves'
  | 'survives missed scrapes'
  | 'reaches its receivers'
  | 'accepted by receivers'
  | 'real servers'
  | 'live drill';

/** One step on the ladder, and what became of it. */
export interface ProofStep {
  /** The level that is reached with this step. */
  readonly level: ProofLevel;
  readonly name: ProofStepName;
  readonly outcome: 'passed' | 'failed' | 'not-run';
  /** What was seen, or why it failed; for people. */
  readonly detail: string;
  /** What to know of a step that passed all the same. */
  readonly remarks: readonly string[];
  /** Measured milliseconds of work. */
  readonly tookMs: number;
}

/** Why a level is not asked of an alert. */
export interface ProofExemption {
  readonly level: ProofLevel;
  readonly reason: string;
}

/** How far an alert was proven, and everything that was seen on the way. Plain JSON. */
export interface AlertProof {
  readonly alertName: string;
  readonly query: string;
  readonly severity: string;
  /** Of everything the proof depends on: a stored proof counts only while this is the same. */
  readonly hash: string;
  /** The highest level that was reached; `null` where the rule does not even parse. */
  readonly level: ProofLevel | null;
  /** All steps in order; those after a failed one are not run. */
  readonly steps: readonly ProofStep[];
  /** The series that were made, with their level before and during the fault. */
  readonly series: readonly DrillSeries[];
  /** The way of the alert to its receivers, with milliseconds. */
  readonly hops: readonly DrillHop[];
  /** What arrived at the receivers. */
  readonly deliveries: readonly DrillDelivery[];
  /** Unix milliseconds. */
  readonly provenAtMs: number;
  readonly exemption?: ProofExemption;
}
