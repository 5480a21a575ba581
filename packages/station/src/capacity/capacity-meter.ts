import type { ResourceUse } from '../contract.ts';
import type { CapacityResource, EnvelopeLimit } from './envelope.ts';
import { NEARLY_FULL_RATIO } from './envelope.ts';

/** Rates are the mean of this long. */
const RATE_WINDOW_MS = 60_000;

/** What a station has and has taken since its start. */
export interface CapacityTotals {
  readonly series: number;
  readonly targets: number;
  readonly samples: number;
  readonly logRecords: number;
  readonly spans: number;
}

export interface CapacityMeterOptions {
  readonly envelope: readonly EnvelopeLimit[];
  readonly totals: () => Promise<CapacityTotals>;
  readonly now: () => number;
  /** Receives a line when a resource comes near its limit. */
  readonly log: (line: string) => void;
}

interface Point {
  readonly atMs: number;
  readonly totals: CapacityTotals;
}

/** Compares what a station does with the envelope in which it was measured. */
export class CapacityMeter {
  readonly #options: CapacityMeterOptions;
  readonly #told = new Set<CapacityResource>();
  #points: Point[] = [];

  constructor(options: CapacityMeterOptions) {
    this.#options = options;
  }

  /** How much of each resource is used; rates are measured between the calls. */
  async use(): Promise<readonly ResourceUse[]> {
    const totals = await this.#options.totals();
    const point = { atMs: this.#options.now(), totals };
    this.#points = this.#points.filter(
      ({ atMs }, i) => i === this.#points.length - 1 || point.atMs - atMs <= RATE_WINDOW_MS,
    );
    const oldest = this.#points.at(0) ?? point;
    this.#points.push(point);
    return this.#options.envelope.map(({ resource, limit, measured }) => {
      const used = usedOf(resource, oldest, point);
      const ratio = used / limit;
      const isNearlyFull = ratio >= NEARLY_FULL_RATIO;
      this.#tell(resource, ratio, isNearlyFull);
      return { resource, used, limit, ratio, isNearlyFull, measured };
    });
  }

  /** Once each time a resource comes near. */
  #tell(resource: CapacityResource, ratio: number, isNearlyFull: boolean): void {
    if (!isNearlyFull) {
      this.#told.delete(resource);
      return;
    }
    if (this.#told.has(resource)) return;
    this.#told.add(resource);
    const percent = Math.round(ratio * 100);
    this.#options.log(
      `${percent} % of the ${resource.replaceAll('_', ' ')} that this station is known to bear: telltale doctor capacity says what to do`,
    );
  }
}

function usedOf(resource: CapacityResource, oldest: Point, newest: Point): number {
  const rate = (name: 'samples' | 'logRecords' | 'spans') => {
    const seconds = (newest.atMs - oldest.atMs) / 1000;
    // What is too old is deleted: of logs and spans less may be there than before.
    return seconds > 0 ? Math.max(0, newest.totals[name] - oldest.totals[name]) / seconds : 0;
  };
  switch (resource) {
    case 'series':
      return newest.totals.series;
    case 'targets':
      return newest.totals.targets;
    case 'samples_per_second':
      return rate('samples');
    case 'log_records_per_second':
      return rate('logRecords');
    case 'spans_per_second':
      return rate('spans');
  }
}
