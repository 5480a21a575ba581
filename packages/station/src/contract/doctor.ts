/** What can be complained of. */
export type DoctorTopic =
  | 'metrics'
  | 'dashboards'
  | 'grafana'
  | 'alerts'
  | 'memory'
  | 'logs'
  | 'traces'
  | 'health'
  | 'capacity';

/** `POST /api/telltale/doctor`: what is looked at; answered with one {@link DoctorLine} a line, each as soon as it is known. */
export interface DoctorRequest {
  readonly topic: DoctorTopic;
  /** `metrics`: address of the page of one of the station's targets. Default: the first that is down, else the first. */
  readonly target?: string;
  /** `metrics`: name of the one that is missing. Default: none in particular. */
  readonly metric?: string;
  /** `alerts`: name of one. Default: all. */
  readonly alert?: string;
  /** `dashboards`: slug of one. Default: all. */
  readonly dashboard?: string;
  /** `metrics`, `logs` and `traces`: name of the one that nothing comes from. Default: any. */
  readonly service?: string;
  /** `alerts`: whether the real receivers are sent a test message. Default: they are not. */
  readonly deliver?: boolean;
}

/** How it went: `skipped` where it could not be tried, or makes no sense here. */
export type DoctorOutcome = 'ok' | 'failed' | 'skipped';

/** One of several things that a step looked at. */
export interface DoctorDetail {
  readonly title: string;
  readonly outcome: DoctorOutcome;
  readonly seen: string;
}

/** What to do. */
export interface DoctorFix {
  readonly text: string;
  /** To be copied: a command, or a part of a definition; empty where there is nothing to copy. */
  readonly code: string;
}

/** A step that is to be tried. */
export interface DoctorPlannedStep {
  readonly id: string;
  /** What holds when all is well, such as `The page of the target answers`. */
  readonly title: string;
}

/** A step that was tried. */
export interface DoctorStep extends DoctorPlannedStep {
  readonly outcome: DoctorOutcome;
  /** What was seen: figures, addresses, the words of the error. */
  readonly seen: string;
  /** At most 100. */
  readonly details: readonly DoctorDetail[];
  /** `null` where there is nothing to do. */
  readonly fix: DoctorFix | null;
  readonly tookMs: number;
}

/** One line of the answer. */
export type DoctorLine =
  | { readonly kind: 'plan'; readonly topic: DoctorTopic; readonly steps: readonly DoctorPlannedStep[] }
  | { readonly kind: 'step'; readonly step: DoctorStep }
  /** The first step that failed is the cause; its id, or the empty string where none did. */
  | { readonly kind: 'end'; readonly cause: string };

/** `GET /api/telltale/doctor`: what can be complained of here, in the order to be shown. */
export interface DoctorTopicsResponse {
  readonly topics: readonly DoctorTopic[];
}
