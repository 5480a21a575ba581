/** How soon something should be seen to. */
export type Urgency = 'urgent' | 'soon' | 'note';

/** From what cannot wait to what is good to know. */
export const URGENCIES: readonly Urgency[] = ['urgent', 'soon', 'note'];

/** Parts of a review, in the order in which they are told. */
export type ReviewArea =
  | 'targets'
  | 'receivers'
  | 'disk'
  | 'rules'
  | 'metrics'
  | 'alerts'
  | 'silences'
  | 'panels';

/** Something that a person should see to, or know. */
export interface ReviewFinding {
  readonly urgency: Urgency;
  readonly area: ReviewArea;
  /** What it is, in a line. */
  readonly what: string;
  /** The single things it is about, the most important first. */
  readonly details?: readonly string[];
  /** What to do next: a sentence, or a command. */
  readonly next: string;
}

/** A part of which nothing can be said. */
export interface NotLookedAt {
  readonly area: ReviewArea;
  readonly reason: string;
}
