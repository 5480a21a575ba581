import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './workspace.ts';
import { freePort, startProgram, waitFor } from './workspace.ts';

/** A server of the Prometheus project that a test has started. */
export interface MetricServer extends Program {
  readonly url: string;
}

/** A Pushgateway that keeps nothing. */
export async function startPushgateway(): Promise<MetricServer> {
  const port = await freePort();
  const program = startProgram('prometheus-pushgateway', [
    `--web.listen-address=127.0.0.1:${port}`,
    // In memory: Debian's keeps what was pushed for the next start, also what an earlier test pushed.
    '--persistence.file=',
  ]);
  return ready(`http://127.0.0.1:${port}`, program);
}

/** A Prometheus that scrapes nothing and takes remote write, native histograms included. */
export async function startRemoteWriteReceiver(folder: string): Promise<MetricServer> {
  const port = await freePort();
  const config = join(folder, 'prometheus.yml');
  writeFileSync(config, 'scrape_configs: []\n');
  mkdirSync(join(folder, 'tsdb'));
  const program = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'tsdb')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-remote-write-receiver',
    '--enable-feature=native-histograms,exemplar-storage',
  ]);
  return ready(`http://127.0.0.1:${port}`, program);
}

async function ready(url: string, program: Program): Promise<MetricServer> {
  await waitFor('the server to be ready', async () => (await fetch(`${url}/-/ready`)).ok);
  return { ...program, url };
}

/** The result of an instant query: one line for each series, labels and value. */
export async function query(
  prometheus: MetricServer,
  expression: string,
): Promise<Record<string, unknown>[]> {
  const answer = await fetch(`${prometheus.url}/api/v1/query?query=${encodeURIComponent(expression)}`);
  const { data } = (await answer.json()) as {
    data: { result: { metric: object; value?: [number, string] }[] };
  };
  return data.result.map(({ metric, value, ...others }) => ({ ...metric, ...others, value: value?.[1] }));
}
