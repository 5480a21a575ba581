import { join } from 'node:path';
import { openStore } from '@telltale/storage';
import { freePort } from './free-port.ts';
import type { Program } from './program.ts';
import { stopProgram } from './program.ts';
import { startPrometheusOver } from './prometheus-over-samples.ts';
import type { SampleData } from './sample-data.ts';
import { toOpenMetrics } from './sample-data.ts';
import { startStation } from './telltale.ts';

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
  const { prometheus, prometheusUrl } = await startPrometheusOver(folder, toOpenMetrics(data));
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
