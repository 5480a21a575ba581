import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { getJson } from '../support/telltale.ts';
import { waitFor } from '../support/wait-for.ts';

/** Values by time, for each series by its labels. */
export type AllSamples = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** A real server that takes remote write; what it has survives its ends. */
export interface MetricsReceiver {
  /** Where it takes remote write. */
  readonly writeUrl: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Everything up to a time. */
  samples(untilMs: number): Promise<AllSamples>;
}

/** Debian's Prometheus with `--web.enable-remote-write-receiver`. */
export async function prometheusReceiver(folder: string): Promise<MetricsReceiver> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  mkdirSync(folder, { recursive: true });
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, 'global:\n  scrape_interval: 1h\n');
  const start = () =>
    startProgram('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=error',
    ]);
  return {
    writeUrl: `${url}/api/v1/write`,
    ...lifeOf(start, `${url}/-/ready`),
    samples: (untilMs) => samplesByQuery(url, untilMs),
  };
}

/** Debian's VictoriaMetrics. */
export async function victoriaMetricsReceiver(folder: string): Promise<MetricsReceiver> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = () =>
    startProgram('victoria-metrics', [
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=127.0.0.1:${port}`,
      // As advised where a sample may be sent twice.
      '-dedup.minScrapeInterval=1ms',
      '-loggerLevel=ERROR',
    ]);
  return {
    writeUrl: `${url}/api/v1/write`,
    ...lifeOf(start, `${url}/health`),
    samples: async (untilMs) => {
      await fetch(`${url}/internal/force_flush`);
      return exportedSamples(url, untilMs);
    },
  };
}

function lifeOf(start: () => ReturnType<typeof startProgram>, readyUrl: string) {
  let running: ReturnType<typeof startProgram> | undefined;
  return {
    start: async () => {
      running = start();
      await waitFor(`${readyUrl} to answer`, async () => (await fetch(readyUrl)).ok);
    },
    stop: async () => {
      const program = running;
      running = undefined;
      if (program) await stopProgram(program);
    },
  };
}

interface Matrix {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [seconds: number, value: string])[];
    }[];
  };
}

/** All samples of the half hour before a time, over the Prometheus API; markers of ended series are not among them. */
export async function samplesByQuery(url: string, untilMs: number): Promise<AllSamples> {
  const parameters = new URLSearchParams({ query: '{__name__=~".+"}[30m]', time: String(untilMs / 1000) });
  const { data } = (await getJson(`${url}/api/v1/query?${parameters}`)) as Matrix;
  return new Map(
    data.result.map(({ metric, values }) => [
      seriesKey(metric),
      new Map(values.map(([seconds, value]) => [Math.round(seconds * 1000), Number(value)])),
    ]),
  );
}

async function exportedSamples(url: string, untilMs: number): Promise<AllSamples> {
  const parameters = new URLSearchParams({
    'match[]': '{__name__!=""}',
    start: String(untilMs / 1000 - 1800),
    end: String(untilMs / 1000),
  });
  const text = await (await fetch(`${url}/api/v1/export?${parameters}`)).text();
  const series = new Map<string, Map<number, number>>();
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const { metric, values, timestamps } = JSON.parse(line) as {
      metric: Record<string, string>;
      values: (number | string | null)[];
      timestamps: number[];
    };
    const key = seriesKey(metric);
    const samples = series.get(key) ?? new Map<number, number>();
    for (const [i, value] of values.entries()) {
      // The marker of an ended series.
      if (value !== null) samples.set(timestamps[i], Number(value));
    }
    if (samples.size > 0) series.set(key, samples);
  }
  return series;
}

function seriesKey(metric: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1)));
}
