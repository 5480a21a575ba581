import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import type { Program } from './program.ts';
import { runProgram, startProgram } from './program.ts';
import { waitFor } from './wait-for.ts';

/** Debian's Prometheus, holding given samples. */
export interface PrometheusOverSamples {
  readonly prometheus: Program;
  readonly prometheusUrl: string;
}

/** Makes blocks of OpenMetrics text with timestamps and starts Prometheus on them. */
export async function startPrometheusOver(
  folder: string,
  openMetrics: string,
  configuration = 'global:\n  scrape_interval: 1h\n',
): Promise<PrometheusOverSamples> {
  const samples = join(folder, 'samples.om');
  const blocks = join(folder, 'prometheus');
  const config = join(folder, 'prometheus.yml');
  writeFileSync(samples, openMetrics);
  writeFileSync(config, configuration);
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
