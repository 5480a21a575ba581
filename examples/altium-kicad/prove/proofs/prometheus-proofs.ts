import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof, ServerProcess } from 'telltale-example-support/proving';
import { freePort, queryValues } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';
import { startMigration } from '../migration-run.ts';
import { startPrometheus } from '../prometheus-servers.ts';
import { generatePrometheus, startStation } from '../telltale-command.ts';
import { countWritten } from '../written-symbols.ts';

/** What a real Prometheus knows of a run that it scrapes. */
export const PROMETHEUS_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S0-02', 'S0-05', 'S0-12', 'S0-24', 'S0-25', 'S0-26', 'S0-27'],
    title: 'Prometheus, generated and scraping, answers every panel; the success rate is that of the files',
    needs: ['prometheus'],
    run: async (bench) => {
      const site = await bench.newSite();
      const port = String(await freePort());
      const prometheus = await watch(site.folder, `127.0.0.1:${port}`);
      const isAsking = async () => (await queryValues(prometheus.url, 'up'))[0] === 0;
      await waitFor('Prometheus to ask for the metrics', isAsking);
      const args = ['--rows', '100', '--corrupt', '10', '--slow', '--stay'];
      const run = startMigration(site, args, ['--port', port]);
      try {
        await run.prints('The metrics stay');
        const written = countWritten(site.folder);
        const isComplete = async () =>
          (await queryValues(prometheus.url, 'sum(components_processed_total)'))[0] === written;
        await waitFor(`${written} components in Prometheus`, isComplete);
        const panels = await readPanels(site.folder);
        assert.deepEqual(panels.map(({ title }) => title).slice(0, 4), WANTED_PANELS);
        await waitFor('an answer to each panel', () => assertAnswered(prometheus, panels));
        const [errors] = await queryValues(prometheus.url, 'sum(migration_errors_total)');
        const [rate] = await queryValues(prometheus.url, panels[0].queries[0].query);
        assert.ok(Math.abs(rate - written / (written + errors)) < 1e-6, `success rate ${rate}`);
      } finally {
        run.kill('SIGTERM');
        await run.exit;
        await prometheus.stop();
      }
    },
  },
];

/** Prometheus on the generated configuration; it asks more often, and this run. */
async function watch(folder: string, address: string): Promise<ServerProcess> {
  await generatePrometheus(folder);
  const config = join(folder, 'prometheus.yml');
  const text = readFileSync(join(folder, 'prometheus/prometheus.yml'), 'utf8')
    .replaceAll(/(scrape_interval|scrape_timeout): \w+/g, '$1: 1s')
    .replace('rules/', 'prometheus/rules/')
    .replace('host.docker.internal:8080', address);
  writeFileSync(config, text);
  return startPrometheus(folder);
}

interface Panel {
  readonly title: string;
  readonly queries: readonly { readonly query: string }[];
}

const DASHBOARD = 'Altium to KiCAD Migration Tool';
const WANTED_PANELS = ['Migration Success Rate', 'Migration Duration', 'Components Processed', 'Error Rate'];

/** The dashboard as `telltale up` shows it. */
async function readPanels(folder: string): Promise<readonly Panel[]> {
  const station = await startStation(folder);
  try {
    const { dashboards } = (await (await fetch(`${station.url}/api/telltale/dashboards`)).json()) as {
      dashboards: readonly { readonly title: string; readonly panels: readonly Panel[] }[];
    };
    return dashboards.find(({ title }) => title === DASHBOARD)?.panels ?? [];
  } finally {
    await station.stop();
  }
}

async function assertAnswered(prometheus: ServerProcess, panels: readonly Panel[]): Promise<true> {
  for (const { title, queries } of panels) {
    for (const { query } of queries) {
      const [value] = await queryValues(prometheus.url, query);
      assert.ok(Number.isFinite(value), `${title}: ${query} is ${value}`);
    }
  }
  return true;
}
