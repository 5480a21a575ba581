import { SEVERITY_NAMES, TelltaleError, severityName } from '@telltale/model';
import type { LogCount } from '@telltale/model';

/** Of one answer; each takes memory in two threads. */
const MAX_STEPS = 100_000;
const NAMES = [...SEVERITY_NAMES, 'unknown'] as const;
const UNKNOWN = NAMES.length - 1;
const HIGHEST_SEVERITY = 24;
const PLACE_OF_SEVERITY = Array.from({ length: HIGHEST_SEVERITY + 1 }, (_, severity) => {
  const name = severityName(severity);
  return name === undefined ? UNKNOWN : SEVERITY_NAMES.indexOf(name);
});
const NUMBERS_PER_STEP = NAMES.length + 1;

/** Counts records by steps of time and severity. */
export class StepCounts {
  readonly #stepMs: number;
  readonly #steps = new Map<number, Float64Array>();

  /** @throws TelltaleError TT_QUERY_RANGE for a step that is none. */
  constructor(stepMs: number) {
    if (!(stepMs > 0 && Number.isFinite(stepMs))) {
      throw new TelltaleError('TT_QUERY_RANGE', `A step of ${stepMs} ms is none: it must be above 0.`);
    }
    this.#stepMs = stepMs;
  }

  /** @throws TelltaleError TT_QUERY_RANGE when there are too many steps. */
  add(timeMs: number, severity: number, count = 1): void {
    this.#countsOf(Math.floor(timeMs / this.#stepMs) * this.#stepMs)[PLACE_OF_SEVERITY[severity]] += count;
  }

  /** Steps as numbers, which go to another thread much faster. */
  pack(): Float64Array {
    const packed = new Float64Array(this.#steps.size * NUMBERS_PER_STEP);
    let offset = 0;
    for (const [timeMs, counts] of this.#steps) {
      packed[offset] = timeMs;
      packed.set(counts, offset + 1);
      offset += NUMBERS_PER_STEP;
    }
    return packed;
  }

  addPacked(packed: Float64Array): void {
    for (let offset = 0; offset < packed.length; offset += NUMBERS_PER_STEP) {
      const counts = this.#countsOf(packed[offset]);
      for (let place = 0; place < NAMES.length; place++) counts[place] += packed[offset + 1 + place];
    }
  }

  /** By time. */
  list(): LogCount[] {
    const steps = [...this.#steps].sort(([a], [b]) => a - b);
    return steps.map(([timeMs, counts]) => {
      const present = NAMES.flatMap((name, place) =>
        counts[place] > 0 ? [[name, counts[place]] as const] : [],
      );
      return { timeMs, counts: Object.fromEntries(present) };
    });
  }

  #countsOf(stepStart: number): Float64Array {
    let counts = this.#steps.get(stepStart);
    if (counts === undefined) {
      if (this.#steps.size === MAX_STEPS) {
        const message = `There are records in more than ${MAX_STEPS} steps of ${this.#stepMs} ms.`;
        throw new TelltaleError('TT_QUERY_RANGE', message);
      }
      counts = new Float64Array(NAMES.length);
      this.#steps.set(stepStart, counts);
    }
    return counts;
  }
}
