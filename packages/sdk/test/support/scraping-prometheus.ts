import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../../../test/support/free-port.ts';
import { startProgram, stopProgram } from '../../../../test/support/program.ts';
import { getJson } from '../../../../test/support/telltale.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';

/** A real Prometheus that scrapes. */
export interface ScrapingPrometheus {
  /** The `data` of an answer of its API. */
  ask(path: string, parameters: Readonly<Record<string, string>>): Promise<unknown>;
  stop(): Promise<void>;
}

const JOBS_PER_SECOND = 4;

interface Target {
  readonly labels: { readonly job: string };
  readonly health: string;
  readonly lastError: string;
}

/**
 * Starts Prometheus with native histograms and exemplars and lets it scrape addresses, by the name of their
 * job; fails with Prometheus' own words when it cannot read one.
 */
export async function startScrapingPrometheus(
  folder: string,
  jobs: Readonly<Record<string, string>>,
): Promise<ScrapingPrometheus> {
  const port = await freePort();
  // Many jobs take turns: each page is made by this very process.
  const intervalSeconds = Math.ceil(Object.keys(jobs).length / JOBS_PER_SECOND);
  const config = join(folder, 'prometheus.yml');
  writeFileSync(
    config,
    JSON.stringify({ scrape_configs: Object.entries(jobs).map((job) => scrapeConfig(job, intervalSeconds)) }),
  );
  const program = startProgram('prometheus', [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--enable-feature=native-histograms,exemplar-storage',
  ]);
  const ask = async (path: string, parameters: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams(parameters);
    const answer = await getJson(`http://127.0.0.1:${port}/api/v1/${path}?${query}`);
    return (answer as { data: unknown }).data;
  };
  try {
    await waitFor(
      'Prometheus to scrape every job',
      async () => {
        const { activeTargets } = (await ask('targets', { state: 'active' })) as { activeTargets: Target[] };
        const faults = activeTargets.filter(({ health }) => health === 'down');
        if (faults.length > 0)
          throw new Error(faults.map((job) => `${job.labels.job}: ${job.lastError}`).join());
        // A target is up a moment before its samples can be asked for.
        const { result } = (await ask('query', { query: 'up == 1' })) as { result: readonly unknown[] };
        return activeTargets.length > 0 && result.length === activeTargets.length;
      },
      20_000 + intervalSeconds * 1000,
    );
  } catch (error) {
    await stopProgram(program);
    throw error;
  }
  return { ask, stop: () => stopProgram(program) };
}

function scrapeConfig([job, url]: readonly [string, string], intervalSeconds: number): object {
  const { host, pathname } = new URL(url);
  return {
    job_name: job,
    scrape_interval: `${intervalSeconds}s`,
    scrape_timeout: `${intervalSeconds}s`,
    metrics_path: pathname,
    static_configs: [{ targets: [host] }],
  };
}
