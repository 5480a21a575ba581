import type { KitBinding } from '../kit-binding.ts';
import type { Outcome } from '../../outcome/outcome.ts';
import { errorType } from '../../outcome/outcome.ts';
import type { RoleCounter, RoleGauge, RoleHistogram } from '../role-instruments.ts';

/** What is called. */
export interface CallTarget {
  readonly class: string;
  readonly method: string;
}

/** Records the calls of one function or method. */
export interface CallSeries {
  /** A call begins; the result ends it, once. */
  begin(): (outcome: Outcome) => void;
}

/** Records calls into the instruments of the method kit. */
export class CallRecorder {
  readonly #calls: RoleCounter;
  readonly #duration: RoleHistogram;
  readonly #errors: RoleCounter;
  readonly #inProgress: RoleGauge;

  constructor(binding: KitBinding) {
    this.#calls = binding.counter('calls');
    this.#duration = binding.histogram('duration');
    this.#errors = binding.counter('errors');
    this.#inProgress = binding.gauge('inProgress');
  }

  /** The calls of one target; failures are shown from zero on, so that the first is an increase. */
  series(target: CallTarget): CallSeries {
    const values = { ...target };
    const inProgress = this.#inProgress.bind(values);
    const duration = this.#duration.bind(values);
    const success = this.#calls.bind({ ...values, status: 'success' });
    const failure = this.#calls.bind({ ...values, status: 'failure' });
    return {
      begin: () => {
        const startMs = performance.now();
        let isOver = false;
        inProgress.inc(1);
        return (outcome) => {
          if (isOver) return;
          isOver = true;
          inProgress.inc(-1);
          duration.observe((performance.now() - startMs) / 1000);
          if (outcome.status === 'success') {
            success.inc();
            return;
          }
          failure.inc();
          this.#errors.inc({ ...values, error_type: errorType(outcome.error) });
        };
      },
    };
  }
}
