/** What a difference is about. */
export type DriftArea = 'rules' | 'targets' | 'metrics' | 'queries' | 'routing' | 'dashboards';

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
  /** To be copied: a part of the definition, or a command; absent where there is nothing to copy. */
  readonly code?: string;
  /** Address of the server it was found at. */
  readonly server: string;
}

/** What is not as it should be, though it is as defined. */
export interface DriftNotice {
  readonly title: string;
  readonly detail: string;
}

/** A server that was compared. */
export interface DriftServerView {
  readonly kind: 'station' | 'alertmanager' | 'grafana';
  readonly address: string;
  /** Why it could not be asked; empty where it could. */
  readonly error: string;
}

/** `GET /api/telltale/drift`: the definition as its file is now, beside what runs. Not served without a definition. */
export interface DriftResponse {
  readonly comparedAtMs: number;
  /** How many things were compared. */
  readonly compared: number;
  /** File of the definition. */
  readonly file: string;
  /** Why the file cannot be read as it is now, and what the station was started with is compared; empty where it can. */
  readonly fileError: string;
  readonly servers: readonly DriftServerView[];
  readonly findings: readonly DriftFinding[];
  readonly notices: readonly DriftNotice[];
}
