import { channel } from 'node:diagnostics_channel';

/** Why a measurement was not recorded; the label `reason` of `telltale_sdk_dropped_total`. */
export type DropReason =
  | 'invalid_value'
  | 'negative_step'
  | 'missing_label'
  | 'unknown_label'
  | 'unreadable_label'
  | 'series_limit'
  | 'value_limit'
  | 'sensitive_value'
  | 'invalid_exemplar'
  | 'collect_failed';

/** All reasons, so that each is counted from zero on. */
export const DROP_REASONS: readonly DropReason[] = [
  'invalid_value',
  'negative_step',
  'missing_label',
  'unknown_label',
  'unreadable_label',
  'series_limit',
  'value_limit',
  'sensitive_value',
  'invalid_exemplar',
  'collect_failed',
];

/** What a diagnostic is about: a drop, or something that was mended on the way. */
export type DiagnosticKind =
  | DropReason
  | 'invalid_declaration'
  | 'invalid_environment'
  | 'undeclared_label_value'
  | 'sensitive_label'
  | 'label_value_cut'
  | 'serve_failed'
  | 'push_failed'
  | 'log_failed'
  | 'invalid_log'
  | 'not_instrumented'
  | 'traces_off'
  | 'traces_notice'
  | 'spans_waiting'
  | 'worker_silent'
  | 'worker_alone'
  | 'worker_version'
  | 'pages_refused'
  | 'sum_mismatch'
  | 'folder_failed'
  | 'shutdown_failed'
  | 'health_check_missing'
  | 'not_ready'
  | 'apm_agent_failed';

/** Something that went wrong while recording, told instead of thrown. */
export interface Diagnostic {
  readonly kind: DiagnosticKind;
  /** Metric it happened to; empty where it was none. */
  readonly metric: string;
  readonly message: string;
}

/** Gets diagnostics; what it throws is ignored. */
export type DiagnosticListener = (diagnostic: Diagnostic) => void;

const CHANNEL = channel('telltale');

/** Late listeners get this many of the first diagnostics. */
const REMEMBERED = 100;

/** Tells of each kind of trouble once per metric, on the diagnostics channel `telltale` and to listeners. */
export class Diagnostics {
  readonly #told = new Set<string>();
  readonly #remembered: Diagnostic[] = [];
  readonly #listeners = new Set<DiagnosticListener>();
  #onDrop: ((reason: DropReason) => void) | undefined;

  /** Sets what counts drops. */
  countDropsWith(count: (reason: DropReason) => void): void {
    this.#onDrop = count;
  }

  /** A measurement is not recorded. */
  drop(reason: DropReason, metric: string, describe: () => string): void {
    this.#onDrop?.(reason);
    this.tell(reason, metric, describe);
  }

  /** Something is to be told; `describe` is called the first time only. */
  tell(kind: DiagnosticKind, metric: string, describe: () => string): void {
    const key = `${kind} ${metric}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    const diagnostic = { kind, metric, message: describe() };
    if (this.#remembered.length < REMEMBERED) this.#remembered.push(diagnostic);
    if (CHANNEL.hasSubscribers) CHANNEL.publish(diagnostic);
    for (const listener of this.#listeners) deliver(listener, diagnostic);
  }

  /** Adds a listener and tells it what was told before; the result removes it. */
  listen(listener: DiagnosticListener): () => void {
    this.#listeners.add(listener);
    for (const diagnostic of this.#remembered) deliver(listener, diagnostic);
    return () => this.#listeners.delete(listener);
  }
}

function deliver(listener: DiagnosticListener, diagnostic: Diagnostic): void {
  // A listener's own fault must not reach the code that was measuring, nor end its process.
  try {
    const result: unknown = listener(diagnostic);
    if (result instanceof Promise) result.catch(() => undefined);
  } catch {}
}
