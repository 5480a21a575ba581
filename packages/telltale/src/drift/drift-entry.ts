/** What a comparison is about. */
export type DriftArea = 'rules' | 'targets' | 'metrics' | 'routing' | 'dashboards' | 'queries';

/** One thing that is defined, or that a server has: named, with what it is made of. */
export interface DriftEntry {
  /** What the same thing is known by on both sides. */
  readonly key: string;
  /** For people. */
  readonly title: string;
  /** What must be equal, as text: written in one way whatever way it was given in. */
  readonly facts: Readonly<Record<string, string>>;
}

/** A difference in one field. */
export interface DriftedField {
  readonly name: string;
  readonly defined: string;
  readonly live: string;
}

/** Something that is not as it is defined. */
export interface DriftFinding {
  readonly area: DriftArea;
  /** `missing`: defined, and not there. `extra`: there, and not defined. */
  readonly kind: 'missing' | 'extra' | 'changed';
  readonly title: string;
  readonly fields: readonly DriftedField[];
  /** What to do about it. */
  readonly fix: string;
  /** The server it was found at. */
  readonly server: string;
}
