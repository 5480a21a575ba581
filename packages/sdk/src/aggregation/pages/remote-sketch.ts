import type { LogLinearCounts } from '../../metrics/distribution/log-linear-counts.ts';
import type { Sketch } from '../../metrics/distribution/sketch.ts';
import { countsOf } from './cell-floats.ts';

/** The sketch of another process, as it was when it last answered. */
export class RemoteSketch implements Sketch {
  readonly #counts: LogLinearCounts;

  constructor(floats: Float64Array) {
    this.#counts = countsOf(floats);
  }

  merged(): LogLinearCounts {
    return this.#counts;
  }
}
