import type { CounterResetHint } from '@telltale/model';

/** What is known of the resets of histograms that are added up. */
export class ResetHints {
  #hint: CounterResetHint;
  #sawReset = false;
  #sawNone = false;

  constructor(first: CounterResetHint) {
    this.#hint = first;
    this.#look(first);
  }

  add(next: CounterResetHint): void {
    this.#look(next);
    if (next === this.#hint || this.#hint === 'gauge') return;
    this.#hint = next === 'gauge' ? 'gauge' : 'unknown';
  }

  /** The hint of the result: a gauge wins, and where the others differ nothing is known. */
  get hint(): CounterResetHint {
    return this.#hint;
  }

  /** Whether one was said to be reset and another not to be: the sum of the two means little. */
  get collide(): boolean {
    return this.#sawReset && this.#sawNone;
  }

  #look(hint: CounterResetHint): void {
    if (hint === 'reset') this.#sawReset = true;
    if (hint === 'not_reset') this.#sawNone = true;
  }
}
