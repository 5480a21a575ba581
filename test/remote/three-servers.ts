import { join } from 'node:path';
import { hasProgram } from '../support/counterpart.ts';
import { FLEET_END_MS, fleetData } from '../conformance/differential/fleet-data.ts';
import type { SparseSeries } from '../conformance/differential/sparse-series.ts';
import { toOpenMetrics } from '../conformance/differential/sparse-series.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { startPrometheusOver } from '../support/prometheus-over-samples.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation, telltale } from '../support/telltale.ts';
import { waitFor } from '../support/wait-for.ts';

const HOUR_MS = 3_600_000;
/** The last sample: a full hour that is over, so that no retention takes it. */
export const END_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;

/** Stations that answer from the same samples, stored here and elsewhere. */
export interface ThreeServers {
  /** Answers from its own data folder. */
  readonly local: RunningStation;
  /** Reads from Debian's Prometheus. */
  readonly overPrometheus: RunningStation;
  /** Reads from VictoriaMetrics, where it is installed. */
  readonly overVictoriaMetrics: RunningStation | undefined;
  stop(): Promise<void>;
}

/** Loads one set of samples into all of them, by `telltale backfill` and what each server has for it. */
export async function startThreeServers(folder: string): Promise<ThreeServers> {
  const series = fleetData().map(({ labels, samples }) => ({
    labels,
    samples: samples.map(([ms, value]) => [ms - FLEET_END_MS + END_MS, value] as const),
  }));
  const started: Program[] = [];
  const stop = async (): Promise<void> => void (await Promise.all(started.map(stopProgram)));
  try {
    return { ...(await startAll(folder, series, (program) => started.push(program))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  folder: string,
  series: readonly SparseSeries[],
  onStart: (program: Program) => void,
): Promise<Omit<ThreeServers, 'stop'>> {
  const { prometheus, prometheusUrl } = await startPrometheusOver(folder, toOpenMetrics(series));
  onStart(prometheus);
  const victoria = hasProgram('victoria-metrics') && (await startVictoriaMetrics(folder, series, onStart));
  const data = join(folder, 'local', 'data');
  const { exit, output } = await telltale(['backfill', join(folder, 'samples.om'), '--data', data]);
  if (exit !== 0) throw new Error(`the samples could not be read: ${output}`);
  const station = async (name: string, args: readonly string[]): Promise<RunningStation> => {
    const running = await startStation(await freePort(), join(folder, name), args, folder);
    onStart(running);
    return running;
  };
  // Prometheus 2 includes the left edge of a window, so the station has closed windows.
  const [local, overPrometheus, overVictoriaMetrics] = await Promise.all([
    station('local', ['--no-host', '--query.closed-windows']),
    station('over-prometheus', ['--remote', prometheusUrl]),
    victoria ? station('over-victoria-metrics', ['--remote', victoria]) : undefined,
  ]);
  return { local, overPrometheus, overVictoriaMetrics };
}

/** Gives back its address. */
async function startVictoriaMetrics(
  folder: string,
  series: readonly SparseSeries[],
  onStart: (program: Program) => void,
): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const program = startProgram('victoria-metrics', [
    `-httpListenAddr=${new URL(url).host}`,
    `-storageDataPath=${join(folder, 'victoria-metrics')}`,
    '-loggerLevel=ERROR',
  ]);
  onStart(program);
  await waitFor('VictoriaMetrics to answer', async () => (await fetch(`${url}/health`)).ok);
  const body = textOf(series);
  const imported = await fetch(`${url}/api/v1/import/prometheus`, { method: 'POST', body });
  if (!imported.ok) throw new Error(`VictoriaMetrics did not take the samples: ${await imported.text()}`);
  // What was imported is searched only when it was flushed.
  await fetch(`${url}/internal/force_flush`);
  return url;
}

/** The text format, whose times are in milliseconds. */
function textOf(series: readonly SparseSeries[]): string {
  return series
    .flatMap(({ labels, samples }) =>
      samples.map(
        ([ms, value]) => `${labels.toString()} ${String(value).replace('Infinity', 'Inf')} ${ms}\n`,
      ),
    )
    .join('');
}
