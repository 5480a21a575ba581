import type { LabelSet, MetricAppender, SeriesId } from '@telltale/model';
import { TelltaleError } from '@telltale/model';

/** For so long new series are refused at once after the store took no more; asking each time would cost much. */
const REFUSAL_MS = 1000;

/** Makes new series known to the store, as long as it takes them. */
export class SeriesAdmission {
  readonly #appender: MetricAppender;
  readonly #nowMs: () => number;
  #refusedUntilMs = -Infinity;
  /** What the store said when it took no more. */
  refusal = '';

  constructor(appender: MetricAppender, nowMs: () => number) {
    this.#appender = appender;
    this.#nowMs = nowMs;
  }

  /** The id of a series; nothing where the store takes no more. */
  intern(labels: LabelSet): SeriesId | undefined {
    if (this.#nowMs() < this.#refusedUntilMs) return undefined;
    try {
      return this.#appender.intern(labels);
    } catch (error) {
      if (!(error instanceof TelltaleError) || error.code !== 'TT_SERIES_LIMIT') throw error;
      this.#refusedUntilMs = this.#nowMs() + REFUSAL_MS;
      this.refusal = error.message;
      return undefined;
    }
  }
}
