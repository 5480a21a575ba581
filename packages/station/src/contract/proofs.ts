import type { AlertProof, DrillHop } from '@telltale/alerting';

/** What proofs and explanations are made of. */
export type {
  AlertExplanation,
  AlertHurdle,
  AlertProof,
  DrillDelivery,
  DrillHop,
  ExplainedHurdle,
  ProofStep,
} from '@telltale/alerting';

/** A proof that is kept, and what it is worth now. */
export interface StoredProof {
  readonly proof: AlertProof;
  /** Why it counts no longer: too old, or the rule or its way was changed since. Empty while it counts. */
  readonly staleness: string;
}

/** `POST /api/telltale/proof_runs`: alerts are made to fire and to arrive, apart from all that is real. */
export interface ProofRunRequest {
  /** Names; all of the definition where there is none. */
  readonly alerts: readonly string[];
  /**
   * Who is told: a receiver of the proof's own, or the real ones, marked as a drill. Only who confirmed it tells
   * people.
   */
  readonly tell: 'sink' | 'receivers';
}

/** One alert of a run. */
export interface ProofRunAlert {
  readonly alert: string;
  readonly state: 'waiting' | 'running' | 'proven' | 'failed';
  /** Names of the steps that were passed, in order, so that one sees it go. */
  readonly passed: readonly string[];
  /** The stages on its way to the receivers that were reached, in order. */
  readonly hops: readonly DrillHop[];
  /** What came of it; `null` until it is over. */
  readonly proof: AlertProof | null;
}

/** `GET /api/telltale/proof_runs/{id}`, asked again and again while it runs; `DELETE` ends it. */
export interface ProofRunView {
  readonly id: string;
  readonly tell: ProofRunRequest['tell'];
  readonly startedAtMs: number;
  /** `null` while it runs. */
  readonly endedAtMs: number | null;
  readonly alerts: readonly ProofRunAlert[];
  /** Why it could not be run; empty where it could. */
  readonly error: string;
}

/** `GET /api/telltale/proof_runs`: the newest first. Not served by a station without a definition. */
export interface ProofRunsResponse {
  readonly runs: readonly ProofRunView[];
  /** Names of the alerts that can be proven: those of the definition, which rule files may add others to. */
  readonly provable: readonly string[];
}
