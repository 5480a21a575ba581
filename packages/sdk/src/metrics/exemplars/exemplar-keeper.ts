import type { Diagnostics } from '../../diagnostics/diagnostics.ts';
import type { CoarseClock } from '../coarse-clock.ts';
import type { TablePage } from '../series/table-page.ts';

/** Labels that tell where a measurement came from, such as `trace_id`. */
export type ExemplarLabels = Readonly<Record<string, string>>;

/** Gives the labels of what is going on right now: those of the active span. `undefined` where nothing is. */
export type ExemplarProvider = () => ExemplarLabels | undefined;

/** What a measurement can be recorded with. */
export interface ExemplarOptions {
  /** The exemplar of this measurement; kept only by metrics that are declared with exemplars. */
  readonly exemplar?: ExemplarLabels;
}

/** What an exemplar stands for. */
export interface ExemplarSpot {
  readonly page: TablePage;
  readonly row: number;
  /** Index of the bucket; 0 for counters. */
  readonly place: number;
  readonly value: number;
}

/** OpenMetrics' limit for all names and values of an exemplar together, in characters. */
const MAX_LENGTH = 128;

/** What {@link ExemplarKeeper} needs. */
export interface ExemplarSetup {
  readonly metric: string;
  readonly provider: ExemplarProvider | undefined;
  readonly clock: CoarseClock;
  readonly diagnostics: Diagnostics;
}

/**
 * Keeps the newest exemplar of each series and bucket of one metric. The provider is asked at most once per
 * series and tick of the coarse clock: it costs more than the measurement.
 */
export class ExemplarKeeper {
  readonly #setup: ExemplarSetup;
  /** By page and row: the tick the provider was asked in last. */
  readonly #askedMs = new WeakMap<TablePage, Float64Array>();

  constructor(setup: ExemplarSetup) {
    this.#setup = setup;
  }

  /** Keeps the exemplar that was given, or asks for one. */
  keep(spot: ExemplarSpot, given: ExemplarLabels | undefined): void {
    const labels = given ?? (this.#isDue(spot) ? this.#ask() : undefined);
    if (labels === undefined) return;
    if (!isShort(labels)) {
      const describe = () => `an exemplar has more than ${MAX_LENGTH} characters`;
      this.#setup.diagnostics.drop('invalid_exemplar', this.#setup.metric, describe);
      return;
    }
    const { page, row, place, value } = spot;
    const exemplars = (page.exemplars[row] ??= []);
    exemplars[place] = { labels, value, timestampMs: Date.now() };
  }

  #isDue({ page, row }: ExemplarSpot): boolean {
    if (this.#setup.provider === undefined) return false;
    const nowMs = this.#setup.clock.now();
    let askedMs = this.#askedMs.get(page);
    if (!askedMs) this.#askedMs.set(page, (askedMs = new Float64Array(page.capacity).fill(-1)));
    if (askedMs[row] === nowMs) return false;
    askedMs[row] = nowMs;
    return true;
  }

  #ask(): ExemplarLabels | undefined {
    try {
      return this.#setup.provider?.();
    } catch (error) {
      const describe = () => `the provider of exemplars failed: ${String(error)}`;
      this.#setup.diagnostics.drop('invalid_exemplar', this.#setup.metric, describe);
      return undefined;
    }
  }
}

/** Whether labels are texts and few enough for OpenMetrics. */
function isShort(labels: ExemplarLabels): boolean {
  let length = 0;
  for (const [name, value] of Object.entries(labels)) {
    if (typeof value !== 'string') return false;
    length += Array.from(name + value).length;
  }
  return length > 0 && length <= MAX_LENGTH;
}
