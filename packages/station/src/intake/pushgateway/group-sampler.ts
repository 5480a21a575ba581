import type { CancelTimer, Clock, MetricMetadata, SeriesId } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { SampleStore } from '../metric-intake.ts';
import { PushedRows } from '../metrics/pushed-rows.ts';
import { SeriesAdmission } from '../metrics/series-admission.ts';
import type { PushedGroup, PushedSeries } from './pushed-family.ts';
import { PUSH_FAILURE_TIME, PUSH_TIME } from './pushed-family.ts';

const MS_PER_SECOND = 1000;
const PUSH_TIMES: Readonly<Record<typeof PUSH_TIME | typeof PUSH_FAILURE_TIME, string>> = {
  [PUSH_TIME]: 'Last Unix time when changing this group in the Pushgateway succeeded.',
  [PUSH_FAILURE_TIME]: 'Last Unix time when changing this group in the Pushgateway failed.',
};

export interface GroupSamplerOptions extends Pick<SampleStore, 'appender' | 'exemplars' | 'onMetadata'> {
  readonly clock: Clock;
  readonly intervalMs: number;
  /** Samples were written. */
  readonly onWritten: (samples: number) => void;
}

interface SampledGroup {
  readonly rows: PushedRows;
  series: readonly PushedSeries[];
  /** Of the series that the store took. */
  ids: ReadonlyMap<string, SeriesId>;
  lastMs: number;
}

/**
 * Writes what was pushed to the store, as a scrape with `honor_labels` of a Pushgateway would: when it changes, and
 * again and again until it is deleted.
 */
export class GroupSampler {
  readonly #options: GroupSamplerOptions;
  readonly #admission: SeriesAdmission;
  readonly #groups = new Map<string, SampledGroup>();
  #cancel: CancelTimer = () => {};

  constructor(options: GroupSamplerOptions) {
    this.#options = options;
    this.#admission = new SeriesAdmission(options.appender, () => options.clock.now());
  }

  start(): void {
    const { clock, intervalMs } = this.#options;
    this.#cancel = clock.after(intervalMs, () => {
      for (const group of this.#groups.values()) this.#write(group, clock.now());
      this.start();
    });
  }

  stop(): void {
    this.#cancel();
  }

  /** A group changed, or went: series that it has no longer end. */
  onChange(key: string, group: PushedGroup | undefined): void {
    const sampled = this.#groups.get(key) ?? {
      rows: new PushedRows(`pushgateway/${key}`),
      series: [],
      ids: new Map(),
      lastMs: -Infinity,
    };
    const before = sampled.ids;
    const nowMs = Math.max(this.#options.clock.now(), sampled.lastMs + 1);
    sampled.series = group === undefined ? [] : seriesOf(group);
    sampled.ids = this.#idsOf(sampled.series);
    for (const [labels, id] of before) {
      if (!sampled.ids.has(labels)) sampled.rows.addStale(id, nowMs);
    }
    if (group === undefined) this.#groups.delete(key);
    else {
      this.#groups.set(key, sampled);
      this.#describe(group);
    }
    this.#write(sampled, nowMs);
  }

  #idsOf(series: readonly PushedSeries[]): ReadonlyMap<string, SeriesId> {
    const ids = new Map<string, SeriesId>();
    for (const { labels } of series) {
      const id = this.#admission.intern(labels);
      if (id !== undefined) ids.set(labels.key, id);
    }
    return ids;
  }

  #write(group: SampledGroup, nowMs: number): void {
    if (nowMs <= group.lastMs) return;
    group.lastMs = nowMs;
    for (const { labels, value, histogram } of group.series) {
      const id = group.ids.get(labels.key);
      if (id === undefined) continue;
      if (histogram) group.rows.addHistogram(id, nowMs, histogram);
      else group.rows.add(id, nowMs, value);
    }
    const { appender, exemplars, onWritten } = this.#options;
    onWritten(group.rows.appendTo(appender, exemplars).accepted);
  }

  #describe({ families }: PushedGroup): void {
    const { onMetadata } = this.#options;
    for (const { name, type, help, unit } of families.values()) onMetadata(name, { type, help, unit });
    for (const [name, help] of Object.entries(PUSH_TIMES)) {
      onMetadata(name, { type: 'gauge', help, unit: '' } satisfies MetricMetadata);
    }
  }
}

/** What was pushed, and when. */
function seriesOf({ labels, families, pushedMs, failedMs }: PushedGroup): readonly PushedSeries[] {
  const time = (name: string, timeMs: number): PushedSeries => ({
    labels: LabelSet.of({ ...labels, __name__: name }),
    value: timeMs / MS_PER_SECOND,
  });
  return [
    ...[...families.values()].flatMap(({ series }) => series),
    time(PUSH_TIME, pushedMs),
    time(PUSH_FAILURE_TIME, failedMs),
  ];
}
