import type { Outcome } from '../../outcome/outcome.ts';
import { errorType } from '../../outcome/outcome.ts';
import type { WorkSpan } from '../../traces/spans/work-span.ts';
import type { SpanAttributes } from '../../traces/spans/trace-span.ts';
import type { KitBinding } from '../kit-binding.ts';
import type { CallLog, Observation } from '../observation.ts';
import { METRICS_ONLY } from '../observation.ts';
import type { RoleCounter, RoleGauge, RoleHistogram } from '../role-instruments.ts';

/** What is called. */
export interface CallTarget {
  readonly class: string;
  readonly method: string;
}

/** What becomes of calls beside metrics. */
export interface CallOptions {
  /** Level of the line that tells of a call that went well; `false` for no lines at all. `info` by default. */
  readonly log?: 'debug' | 'info' | false;
}

/** Records the calls of one function or method. */
export interface CallSeries {
  /** A call begins. */
  begin(attributes?: SpanAttributes): ObservedCall;
}

/** A call that was begun. */
export interface ObservedCall {
  /** Its span; nothing where there are no spans. */
  readonly span: WorkSpan | undefined;
  /** Runs something as part of it. */
  run<Result>(task: () => Result): Result;
  /** Ends it, once. */
  end(outcome: Outcome): void;
}

/** What is said of a target once and for all. */
interface KnownTarget extends CallTarget {
  readonly name: string;
  readonly level: 'debug' | 'info' | false;
  readonly count: (outcome: Outcome, seconds: number) => void;
  readonly begin: () => void;
}

/** Records calls: into the instruments of the method kit, as spans, and as lines of the log. */
export class CallRecorder {
  readonly #calls: RoleCounter;
  readonly #duration: RoleHistogram;
  readonly #errors: RoleCounter;
  readonly #inProgress: RoleGauge;
  readonly #observation: Observation;

  constructor(binding: KitBinding, observation: Observation = METRICS_ONLY) {
    this.#calls = binding.counter('calls');
    this.#duration = binding.histogram('duration');
    this.#errors = binding.counter('errors');
    this.#inProgress = binding.gauge('inProgress');
    this.#observation = observation;
  }

  /** The calls of one target; failures are shown from zero on, so that the first is an increase. */
  series(target: CallTarget, { log = 'info' }: CallOptions = {}): CallSeries {
    const values = { class: target.class, method: target.method };
    const inProgress = this.#inProgress.bind(values);
    const duration = this.#duration.bind(values);
    const success = this.#calls.bind({ ...values, status: 'success' });
    const failure = this.#calls.bind({ ...values, status: 'failure' });
    const known: KnownTarget = {
      ...values,
      name: target.class === FUNCTION ? target.method : `${target.class}.${target.method}`,
      level: log,
      begin: () => inProgress.inc(1),
      count: (outcome, seconds) => {
        inProgress.inc(-1);
        duration.observe(seconds);
        if (outcome.status === 'success') return success.inc();
        failure.inc();
        return this.#errors.inc({ ...values, error_type: errorType(outcome.error) });
      },
    };
    return { begin: (attributes) => new Call(known, this.#observation, attributes) };
  }
}

/** Class of functions that belong to none. */
export const FUNCTION = 'function';

class Call implements ObservedCall {
  readonly span: WorkSpan | undefined;
  readonly #target: KnownTarget;
  readonly #log: CallLog | undefined;
  readonly #startMs = performance.now();
  #isOver = false;

  constructor(target: KnownTarget, { tracing, log }: Observation, attributes?: SpanAttributes) {
    this.#target = target;
    this.#log = target.level === false ? undefined : log;
    target.begin();
    this.span = tracing.begin(target.name, {
      attributes: { 'code.function.name': target.name, ...attributes },
    });
  }

  run<Result>(task: () => Result): Result {
    return this.span ? this.span.run(task) : task();
  }

  end(outcome: Outcome): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const ms = performance.now() - this.#startMs;
    // In the span, whose trace the line and the exemplar of the duration name.
    this.run(() => {
      this.#target.count(outcome, ms / 1000);
      if (this.#log) tell(this.#log, this.#target, outcome, ms);
    });
    if (outcome.status === 'failure') this.span?.fail(outcome.error);
    this.span?.end();
  }
}

function tell(log: CallLog, target: KnownTarget, outcome: Outcome, ms: number): void {
  const fields = { class: target.class, method: target.method, duration_ms: Math.round(ms * 1000) / 1000 };
  if (outcome.status === 'failure') log.error({ ...fields, err: outcome.error }, `${target.name} failed`);
  else if (target.level === 'debug') log.debug(fields, target.name);
  else log.info(fields, target.name);
}
