import type { ExporterPack, LabelSpec } from '@telltale/definition';
import {
  alertmanagerServer,
  cadvisor,
  clickhouse,
  kafkaExporter,
  minio,
  nodeExporter,
  postgresExporter,
  probes,
  prometheusServer,
  redisExporter,
} from '@telltale/definition';
import type { DeclaredMetric, KnownSeries, LabelValues } from '../known-series.ts';
import { seriesOf } from '../known-series.ts';
import { documentedMetrics } from './documented-metrics.ts';

/** The exporters whose metrics are known from their own pages or documentation. */
function packs(): readonly ExporterPack[] {
  const options = { address: 'localhost' };
  return [
    nodeExporter(options),
    cadvisor(options),
    postgresExporter(options),
    redisExporter(options),
    kafkaExporter(options),
    clickhouse(options),
    minio(options),
    probes({}),
    prometheusServer(options),
    alertmanagerServer(options),
  ];
}

/** Metrics that every client exports of its own process. */
const OF_PROCESSES: readonly DeclaredMetric[] = Object.entries({
  process_open_fds: 'gauge',
  process_max_fds: 'gauge',
  process_resident_memory_bytes: 'gauge',
  process_virtual_memory_bytes: 'gauge',
  process_start_time_seconds: 'gauge',
  process_cpu_seconds_total: 'counter',
  go_goroutines: 'gauge',
  go_threads: 'gauge',
  nodejs_eventloop_lag_seconds: 'gauge',
  nodejs_heap_size_used_bytes: 'gauge',
  nodejs_heap_size_total_bytes: 'gauge',
} as const).map(([name, kind]) => ({ name, kind, labels: undefined, origin: 'exporter' }));

let known: ReadonlyMap<string, KnownSeries> | undefined;

/**
 * A series of a widely used exporter as one of its versions has it: another version may have more metrics
 * and more labels. `undefined` for all other names.
 */
export function exporterSeries(name: string): KnownSeries | undefined {
  return exporterCatalogue().get(name);
}

/** The names that {@link exporterSeries} knows. */
export function exporterSeriesNames(): Iterable<string> {
  return exporterCatalogue().keys();
}

function exporterCatalogue(): ReadonlyMap<string, KnownSeries> {
  known ??= new Map(
    // What a page showed takes the place of what documentation says.
    [...OF_PROCESSES, ...documentedMetrics(), ...packs().flatMap(metricsOfPack)]
      .flatMap(seriesOf)
      .map((series) => [series.name, series]),
  );
  return known;
}

function metricsOfPack({ metrics }: ExporterPack): readonly DeclaredMetric[] {
  return Object.entries(metrics).map(([name, { kind, unit, labels }]) => ({
    name,
    kind,
    unit,
    labels: new Map(
      Object.entries(labels).map(([label, spec]) => [
        label,
        valuesOf(spec, ELSEWHERE.get(`${name} ${label}`)),
      ]),
    ),
    origin: 'exporter',
  }));
}

/** Values that labels have on other systems than the one that was looked at. */
const ELSEWHERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['node_cpu_seconds_total mode', ['interrupt', 'kernel', 'spin', 'wait']],
]);

function valuesOf(spec: LabelSpec, elsewhere: readonly string[] = []): LabelValues {
  return Array.isArray(spec) ? { kind: 'closed', values: [...spec, ...elsewhere] } : { kind: 'unknown' };
}
