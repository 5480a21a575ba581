import { keepHeapSmall } from '../../packages/telltale/src/settings/heap-growth.ts';

/*
 * The station of the ingest benchmark, built (`npm run build`): it scrapes the targets and writes to a folder, as
 * `telltale up` has it.
 *
 *   node ingest-station.ts FOLDER TARGETS_PORT TARGETS INTERVAL_MS
 */
keepHeapSmall();
// As it is published: what loads afterwards keeps within the heap.
const { createStation } = await import('@telltale/station');
const [dataFolder, targetsPort, count, interval] = process.argv.slice(2);
const station = await createStation({
  version: 'bench',
  port: 0,
  dataFolder,
  targets: Array.from({ length: Number(count) }, (_, i) => ({
    job: `fleet-${i}`,
    addresses: [`127.0.0.1:${targetsPort}`],
    path: `/${i}`,
    scheme: 'http',
    intervalMs: Number(interval),
    timeoutMs: Number(interval),
    labels: {},
  })),
  // Its own figures are asked for by the benchmark alone: each answer tells of the time since the one before it.
  builtInIntervalMs: 3_600_000,
  collectHost: false,
  ruleGroups: [],
});
process.send?.(station.url);
process.once('SIGTERM', () => void station.stop().then(() => process.exit(0)));
