import type { ExporterPack } from '@telltale/definition';
import {
  alertmanagerServer,
  cadvisor,
  clickhouse,
  kafkaExporter,
  minio,
  nodeExporter,
  postgresExporter,
  prometheusServer,
  redisExporter,
} from '@telltale/definition';
import type { SeriesKind } from './known-series.ts';
import { seriesOf } from './known-series.ts';

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
    prometheusServer(options),
    alertmanagerServer(options),
  ];
}

/** Metrics that every client exports of its own process. */
const OF_PROCESSES: readonly (readonly [string, SeriesKind])[] = [
  ['process_open_fds', 'gauge'],
  ['process_max_fds', 'gauge'],
  ['process_resident_memory_bytes', 'gauge'],
  ['process_virtual_memory_bytes', 'gauge'],
  ['process_start_time_seconds', 'gauge'],
  ['process_cpu_seconds_total', 'counter'],
  ['go_goroutines', 'gauge'],
  ['go_threads', 'gauge'],
  ['nodejs_eventloop_lag_seconds', 'gauge'],
  ['nodejs_heap_size_used_bytes', 'gauge'],
  ['nodejs_heap_size_total_bytes', 'gauge'],
];

let known: ReadonlyMap<string, SeriesKind> | undefined;

/** The kind of a series of a widely used exporter; `undefined` for others, of which versions may differ. */
export function exporterKind(name: string): SeriesKind | undefined {
  known ??= new Map([...OF_PROCESSES, ...packs().flatMap(seriesOfPack)]);
  return known.get(name);
}

function seriesOfPack({ metrics }: ExporterPack): readonly (readonly [string, SeriesKind])[] {
  return Object.entries(metrics).flatMap(([name, { kind }]) =>
    seriesOf({ name, kind, labels: undefined, origin: 'source' }).map(
      (series): readonly [string, SeriesKind] => [series.name, series.kind],
    ),
  );
}
