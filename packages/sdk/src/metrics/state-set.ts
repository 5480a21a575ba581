import type { LabelSpecs, LabelValues } from '@telltale/definition';
import { LabelledInstrument } from './labelled-instrument.ts';
import type { Metric } from './metric.ts';

/** One series of a state set; also a state set without labels. */
export class StateSetHandle<State extends string = string> {
  readonly #values: Float64Array;
  readonly #first: number;
  readonly #metric: Metric;

  constructor(metric: Metric, labels: object) {
    const { page, row } = metric.slot(labels);
    this.#values = page.values;
    this.#first = row * metric.width;
    this.#metric = metric;
  }

  /** Sets the only state. One that is not declared is refused. */
  set(state: State): void {
    this.setMany([state]);
  }

  /** Sets all states that are there at once, or none. With one that is not declared all are refused. */
  setMany(states: readonly State[]): void {
    if (!areStates(this.#metric, states)) return;
    for (const [index, state] of this.#metric.states.entries()) {
      this.#values[this.#first + index] = states.some((other) => other === state) ? 1 : 0;
    }
  }
}

/** A state set with labels. */
export class StateSet<
  Specs extends LabelSpecs = LabelSpecs,
  State extends string = string,
> extends LabelledInstrument<Specs> {
  /** Sets the only state of the labels. One that is not declared is refused. */
  set(labels: LabelValues<Specs>, state: State): void {
    if (areStates(this.metric, [state])) this.with(labels).set(state);
  }

  /** Sets all states of the labels that are there at once, or none. */
  setMany(labels: LabelValues<Specs>, states: readonly State[]): void {
    if (areStates(this.metric, states)) this.with(labels).setMany(states);
  }

  /** One series, found once. */
  with(labels: LabelValues<Specs>): StateSetHandle<State> {
    return new StateSetHandle<State>(this.metric, labels);
  }
}

function areStates(metric: Metric, states: unknown): boolean {
  const areKnown =
    Array.isArray(states) &&
    states.every((state) => typeof state === 'string' && metric.states.includes(state));
  if (!areKnown) metric.refuse(states);
  return areKnown;
}
