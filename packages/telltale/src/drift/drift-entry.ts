export type { DriftArea, DriftFinding, DriftedField } from '@telltale/station/contract';

/** One thing that is defined, or that a server has: named, with what it is made of. */
export interface DriftEntry {
  /** What the same thing is known by on both sides. */
  readonly key: string;
  /** For people. */
  readonly title: string;
  /** What must be equal, as text: written in one way whatever way it was given in. */
  readonly facts: Readonly<Record<string, string>>;
}
