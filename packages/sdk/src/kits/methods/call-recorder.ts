import type { KitBinding } from '../kit-binding.ts';
import type { Outcome } from '../outcome.ts';
import { errorType } from '../outcome.ts';
import type { RoleCounter, RoleGauge, RoleHistogram } from '../role-instruments.ts';

/** What is called. */
export interface CallTarget {
  readonly class: string;
  readonly method: string;
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

  /** A call begins; the result ends it, once. */
  begin(target: CallTarget): (outcome: Outcome) => void {
    const values = { ...target };
    const startMs = performance.now();
    let isOver = false;
    this.#inProgress.add(values, 1);
    return (outcome) => {
      if (isOver) return;
      isOver = true;
      this.#inProgress.add(values, -1);
      this.#calls.inc({ ...values, status: outcome.status });
      this.#duration.observe(values, (performance.now() - startMs) / 1000);
      if (outcome.status === 'failure') {
        this.#errors.inc({ ...values, error_type: errorType(outcome.error) });
      }
    };
  }
}
