import type {
  ExemplarStore,
  MetricAppender,
  MetricMetadata,
  NativeHistogram,
  RecordProblem,
  SeriesId,
} from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { PushedExemplar, RemoteWriteLabels, RemoteWriteSink, RepeatedPart } from '@telltale/model/wire';
import { readRemoteWrite } from '@telltale/model/wire';
import { GenerationalMap, Generations } from '../generational-map.ts';
import { labelProblem } from '../label-limits.ts';
import type { RemoteWritten } from '../../metric-intake.ts';
import { PushedRows } from '../pushed-rows.ts';
import { SeriesAdmission } from '../series-admission.ts';

/** Series that are remembered with the bytes that recognise them. */
const MAX_REMEMBERED = 500_000;
const NAME = '__name__';

export interface RemoteWriterOptions {
  readonly appender: MetricAppender;
  readonly exemplars: ExemplarStore;
  readonly onMetadata: (name: string, metadata: MetricMetadata) => void;
  readonly nowMs: () => number;
}

interface RemoteSeries {
  readonly id: SeriesId;
  readonly rows: PushedRows;
}

/**
 * Turns remote-write requests into samples. A series is recognised by the bytes of its labels; those of one target,
 * which was scraped as a whole, are kept together.
 */
export class RemoteWriter implements RemoteWriteSink {
  readonly #options: RemoteWriterOptions;
  readonly #generations: Generations;
  readonly #admission: SeriesAdmission;
  readonly #known: GenerationalMap<RemoteSeries>;
  readonly #targets: GenerationalMap<PushedRows>;
  /** Those of the request that is being read. */
  readonly #touched = new Set<PushedRows>();
  #series: RemoteSeries | undefined;
  #metadata: (readonly [name: string, metadata: MetricMetadata])[] = [];

  constructor(options: RemoteWriterOptions) {
    this.#options = options;
    this.#generations = new Generations(MAX_REMEMBERED, options.nowMs);
    this.#admission = new SeriesAdmission(options.appender, options.nowMs);
    this.#known = new GenerationalMap(this.#generations);
    this.#targets = new GenerationalMap(this.#generations);
  }

  /**
   * Reads a request and appends its samples, in one go.
   *
   * @throws TelltaleError `TT_REMOTE_WRITE` for a request that cannot be read; nothing of it was appended
   */
  write(bytes: Uint8Array): RemoteWritten {
    this.#generations.turn();
    try {
      const outcome = readRemoteWrite(bytes, this);
      const refused = this.#append();
      for (const [name, metadata] of this.#metadata) this.#options.onMetadata(name, metadata);
      return { ...outcome, refused };
    } finally {
      for (const rows of this.#touched) rows.clear();
      this.#touched.clear();
      this.#series = undefined;
      this.#metadata = [];
    }
  }

  series(labels: RepeatedPart<RemoteWriteLabels>): RecordProblem | undefined {
    const series = this.#known.find(labels) ?? this.#newSeries(labels.key, labels.read());
    if (typeof series === 'string') return series;
    this.#series = series;
    this.#touched.add(series.rows);
    return undefined;
  }

  sample(timestampMs: number, value: number): void {
    const series = this.#series;
    series?.rows.add(series.id, timestampMs, value);
  }

  stale(timestampMs: number): void {
    const series = this.#series;
    series?.rows.addStale(series.id, timestampMs);
  }

  histogram(timestampMs: number, histogram: NativeHistogram): void {
    const series = this.#series;
    series?.rows.addHistogram(series.id, timestampMs, histogram);
  }

  exemplar({ labels, value, timestampMs }: PushedExemplar): void {
    const series = this.#series;
    if (labelProblem(labels) !== undefined) return;
    series?.rows.addExemplar(series.id, { labels: LabelSet.from(labels), value, timestampMs });
  }

  metadata(name: string, metadata: MetricMetadata): void {
    if (name !== '' && labelProblem([[NAME, name]]) === undefined) this.#metadata.push([name, metadata]);
  }

  #newSeries(key: string, labels: RemoteWriteLabels): RemoteSeries | RecordProblem {
    if (!areSound(labels)) return 'invalid_name';
    const problem = labelProblem(labels);
    if (problem !== undefined) return problem;
    const set = LabelSet.from(labels);
    const id = this.#admission.intern(set);
    if (id === undefined) return 'series_limit';
    const series = { id, rows: this.#rowsOf(set) };
    this.#known.set(key, series);
    return series;
  }

  #rowsOf(labels: LabelSet): PushedRows {
    const target = `push/${labels.get('job')}/${labels.get('instance')}`;
    const known = this.#targets.get(target);
    if (known !== undefined) return known;
    const rows = new PushedRows(target);
    this.#targets.set(target, rows);
    return rows;
  }

  #append(): number {
    const { appender, exemplars } = this.#options;
    let refused = 0;
    for (const rows of this.#touched) refused += rows.appendTo(appender, exemplars).refused;
    return refused;
  }
}

/** A metric's name, and no label twice or without a name. */
function areSound(labels: RemoteWriteLabels): boolean {
  const names = new Set(labels.map(([name]) => name));
  return (
    names.size === labels.length &&
    !names.has('') &&
    labels.some(([name, value]) => name === NAME && value !== '')
  );
}
