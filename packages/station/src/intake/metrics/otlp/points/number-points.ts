import type { RecordProblem, SeriesId } from '@telltale/model';
import type { PointDraft } from '@telltale/model/wire';
import { GenerationalMap } from '../../generational-map.ts';
import type { PushedRows } from '../../pushed-rows.ts';
import { addExemplars } from './exemplars.ts';
import type { MetricPoints, MetricPointsOptions } from './metric-points.ts';
import { seriesOfPoint } from './metric-points.ts';

/** Gauges and cumulative sums: one series a point, with its value as it is. */
export class NumberPoints implements MetricPoints {
  readonly #options: MetricPointsOptions;
  readonly #keepsExemplars: boolean;
  readonly #known: GenerationalMap<SeriesId>;

  constructor(options: MetricPointsOptions, { keepsExemplars }: { readonly keepsExemplars: boolean }) {
    this.#options = options;
    this.#keepsExemplars = keepsExemplars;
    this.#known = new GenerationalMap(options.generations);
  }

  write(point: PointDraft, rows: PushedRows): RecordProblem | undefined {
    const id = this.#known.find(point.attributes) ?? this.#newSeries(point);
    if (typeof id === 'string') return id;
    if (point.hasNoValue) rows.addStale(id, point.timeMs);
    else rows.add(id, point.timeMs, point.value);
    if (this.#keepsExemplars && point.exemplars.length > 0) addExemplars(rows, point.exemplars, () => id);
    return undefined;
  }

  #newSeries(point: PointDraft): SeriesId | RecordProblem {
    const id = seriesOfPoint(point, this.#options);
    if (typeof id === 'number') this.#known.set(point.attributes.key, id);
    return id;
  }
}
