import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import * as platformatic from '@platformatic/prom-client';
import * as official from '@prometheus-io/client';
import * as prom from 'prom-client';
import { createRegistry } from '@telltale/sdk';
import { createExposition } from '../../packages/sdk/src/exposition/exposition.ts';
import type { PageFormat } from '../../packages/sdk/src/exposition/exposition.ts';

type Labels = Readonly<Record<'method' | 'route' | 'status', string>>;

interface CounterLike {
  inc(labels: Labels, step?: number): void;
}
interface HistogramLike {
  observe(labels: Labels, value: number): void;
}

/** A metrics library as a scrape needs it. */
export interface ScrapeLibrary {
  counter(name: string): CounterLike;
  histogram(name: string): HistogramLike;
  /** Makes the page as bytes that can be sent; how many there are. */
  render(): Promise<number>;
  readonly renderOpenMetrics?: () => Promise<number>;
}

/** A library with its metrics and the labels of their series. */
export interface ScrapeContender {
  readonly counter: CounterLike;
  readonly histogram: HistogramLike;
  readonly counterLabels: readonly Labels[];
  readonly histogramLabels: readonly Labels[];
}

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const STATUS = ['200', '404'];
const LABEL_NAMES = ['method', 'route', 'status'];
/** Bounds of the histograms. */
export const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];
/** A histogram of 13 buckets has so many samples: also +Inf, the sum and the count. */
const HISTOGRAM_SAMPLES = 16;
/** Durations spread over the buckets. */
const VALUES = Array.from({ length: 64 }, (_, index) => 0.002 * 2 ** (((index * 29) % 64) / 5));

/** All libraries, the one to compare with first. */
export const CONTENDERS: Readonly<Record<string, () => ScrapeLibrary>> = {
  'prom-client': () => promLike(prom),
  telltale: ours,
  '@prometheus-io': () => promLike(official as unknown as typeof prom),
  platformatic: () => promLike(platformatic as unknown as typeof prom),
  opentelemetry: openTelemetry,
};

/** Our pages come in chunks that a socket takes one by one; none is kept. */
function ours(): ScrapeLibrary {
  const registry = createRegistry({ maxSeriesPerMetric: 1_000_000 });
  const exposition = createExposition();
  const labels = { method: 'any', route: 'any', status: 'any' } as const;
  const render = async (format: PageFormat) => {
    let bytes = 0;
    for await (const chunk of exposition.chunks(await registry.gather(), {
      format,
      escaping: 'underscores',
    })) {
      bytes += chunk.length;
      exposition.giveBack(chunk);
    }
    return bytes;
  };
  return {
    counter: (name) => registry.counter(name, { help: 'h', labels }),
    histogram: (name) => registry.histogram(name, { help: 'h', labels, buckets: BUCKETS }),
    render: () => render('text'),
    renderOpenMetrics: () => render('openmetrics'),
  };
}

function promLike({
  Registry,
  Counter,
  Histogram,
}: Pick<typeof prom, 'Registry' | 'Counter' | 'Histogram'>): ScrapeLibrary {
  const registry = new Registry();
  const options = { help: 'h', labelNames: LABEL_NAMES, registers: [registry] };
  return {
    counter: (name) => new Counter({ name, ...options }),
    histogram: (name) => new Histogram({ name, buckets: BUCKETS, ...options }),
    render: async () => Buffer.from(await registry.metrics()).length,
  };
}

function openTelemetry(): ScrapeLibrary {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const views = [{ instrumentName: '*', aggregationCardinalityLimit: 1_000_000 }];
  const meter = new MeterProvider({ readers: [reader], views }).getMeter('bench');
  const serializer = new PrometheusSerializer('', false);
  return {
    counter: (name) => {
      const counter = meter.createCounter(name);
      return { inc: (labels, step = 1) => counter.add(step, labels) };
    },
    histogram: (name) => {
      const histogram = meter.createHistogram(name, { advice: { explicitBucketBoundaries: BUCKETS } });
      return { observe: (labels, value) => histogram.record(value, labels) };
    },
    render: async () => Buffer.from(serializer.serialize((await reader.collect()).resourceMetrics)).length,
  };
}

/** Fills a library: half of the samples are counters, half belong to histograms. */
export function populate(
  library: Pick<ScrapeLibrary, 'counter' | 'histogram'>,
  samples: number,
): ScrapeContender {
  const counterLabels = Array.from({ length: samples / 2 }, (_, index) => labelsOf(index));
  const histogramLabels = counterLabels.slice(0, samples / 2 / HISTOGRAM_SAMPLES);
  const counter = library.counter('http_requests_total');
  for (const [index, labels] of counterLabels.entries()) counter.inc(labels, 1 + ((index * 7919) % 100_003));
  const histogram = library.histogram('http_request_duration_seconds');
  for (const [index, labels] of histogramLabels.entries()) {
    for (let i = 0; i < 8; i++) histogram.observe(labels, VALUES[(index * 8 + i * 5) & 63]);
  }
  return { counter, histogram, counterLabels, histogramLabels };
}

/** Changes each series, each tenth (`part` 10) and so on; which ones moves on with the round. */
export function dirty(contender: ScrapeContender, part: number, round: number): void {
  const { counter, histogram, counterLabels, histogramLabels } = contender;
  for (let i = round % part; i < counterLabels.length; i += part) counter.inc(counterLabels[i], 1);
  for (let i = round % part; i < histogramLabels.length; i += part) {
    histogram.observe(histogramLabels[i], VALUES[(i + round) & 63]);
  }
}

/** Labels of a series by its number. */
export function labelsOf(index: number): Labels {
  return {
    method: METHODS[index & 3],
    route: `/api/resource/${index >> 2}/:id`,
    status: STATUS[(index >> 1) & 1],
  };
}
