import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '@telltale/storage';
import { freePort } from './free-port.ts';
import type { Program } from './program.ts';
import { runProgram, startProgram, stopProgram } from './program.ts';
import type { SampleData } from './sample-data.ts';
import { toOpenMetrics } from './sample-data.ts';
import { startStation } from './telltale.ts';
import { waitFor } from './wait-for.ts';

/** Prometheus and a station that hold the same samples. */
export interface TwoEngines {
  readonly prometheusUrl: string;
  readonly stationUrl: string;
  readonly prometheus: Program;
  readonly station: Program;
  stop(): Promise<void>;
}

/**
 * Loads samples with explicit timestamps into Debian's Prometheus and into a station and starts
 * both. Prometheus 2 includes the left edge of a window, so the station has closed windows.
 */
export async function startTwoEngines(folder: string, data: SampleData): Promise<TwoEngines> {
  await fillStation(join(folder, 'data'), data);
  const station = await startStation(await freePort(), folder, ['--no-host', '--query.closed-windows']);
  const { prometheus, prometheusUrl } = await startPrometheus(folder, data);
  return {
    prometheusUrl,
    stationUrl: station.url,
    prometheus,
    station,
    stop: async () => void (await Promise.all([prometheus, station].map(stopProgram))),
  };
}

async function fillStation(folder: string, data: SampleData): Promise<void> {
  const store = await openStore({ folder });
  const ids = data.series.map(({ labels }) => store.metrics.intern(labels));
  for (const [row, timestampMs] of data.timestamps.entries()) {
    const values = Float64Array.from(data.series, (series) => series.values[row]);
    store.metrics.append({ group: 'sample-data', timestampMs, ids, values });
    // Gives the writer thread its turn; nobody appends hours within a moment.
    if (row % 100 === 0) await store.flush();
  }
  await store.close();
}

async function startPrometheus(folder: string, data: SampleData) {
  const samples = join(folder, 'samples.om');
  const blocks = join(folder, 'prometheus');
  const config = join(folder, 'prometheus.yml');
  writeFileSync(samples, toOpenMetrics(data));
  writeFileSync(config, 'global:\n  scrape_interval: 1h\n');
  const made = await runProgram('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', samples, blocks]);
  if (made.exit !== 0) throw new Error(`promtool could not make blocks: ${made.output}`);
  const port = await freePort();
  const prometheusUrl = `http://127.0.0.1:${port}`;
  const prometheus = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${blocks}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--storage.tsdb.retention.time=30d',
  ]);
  await waitFor('Prometheus to be ready', async () => (await fetch(`${prometheusUrl}/-/ready`)).ok);
  return { prometheus, prometheusUrl };
}
