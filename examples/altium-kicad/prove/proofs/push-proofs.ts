import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { fetchSamples, queryValues, sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';
import { startMigration } from '../migration-run.ts';
import { startPrometheus, startPushgateway } from '../prometheus-servers.ts';
import { countWritten } from '../written-symbols.ts';

/** What is left of a run that nobody scraped. */
export const PUSH_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S0-56'],
    title: 'a run of few seconds leaves its final counts and the time of its success in a Pushgateway',
    needs: ['prometheus-pushgateway'],
    run: async (bench) => {
      const site = await bench.newSite();
      const gateway = await startPushgateway(site.folder);
      try {
        const startSeconds = Date.now() / 1000;
        const run = startMigration(site, ['--rows', '200', '--corrupt', '5', '--push', gateway.url]);
        assert.equal(await run.exit, 0, run.output());
        const samples = await fetchSamples(`${gateway.url}/metrics`);
        const written = countWritten(site.folder);
        assert.ok(written > 150);
        assert.equal(sumOf(samples, 'components_processed_total'), written);
        assert.equal(sumOf(samples, 'migration_success_total'), written);
        assert.ok(sumOf(samples, 'migration_errors_total') > 0);
        assert.equal(sumOf(samples, 'migration_duration_seconds_count'), 4);
        assert.ok(sumOf(samples, 'migration_last_success_timestamp_seconds') >= startSeconds);
      } finally {
        await gateway.stop();
      }
    },
  },
  {
    rows: ['S0-56'],
    title: 'a run of few seconds leaves its final counts in Prometheus by remote write',
    needs: ['prometheus'],
    run: async (bench) => {
      const site = await bench.newSite();
      writeFileSync(join(site.folder, 'prometheus.yml'), 'global:\n  scrape_interval: 1h\n');
      const prometheus = await startPrometheus(site.folder);
      try {
        const push = `${prometheus.url}/api/v1/write`;
        const run = startMigration(site, ['--rows', '200', '--corrupt', '5', '--push', push]);
        assert.equal(await run.exit, 0, run.output());
        const job = '{job="altium-kicad-migration"}';
        const sum = async (metric: string) => (await queryValues(prometheus.url, `sum(${metric}${job})`))[0];
        const written = countWritten(site.folder);
        assert.ok(written > 150);
        assert.equal(await sum('components_processed_total'), written);
        assert.equal(await sum('migration_success_total'), written);
        assert.equal(await sum('migration_duration_seconds_count'), 4);
      } finally {
        await prometheus.stop();
      }
    },
  },
  {
    rows: ['S0-56'],
    title:
      'after kill -9 the next run sends what the killed one had counted: together they are what is written',
    needs: ['prometheus-pushgateway'],
    run: async (bench) => {
      const site = await bench.newSite();
      const gateway = await startPushgateway(site.folder);
      try {
        const args = ['--rows', '100', '--push', gateway.url];
        const killed = startMigration(site, [...args, '--slow']);
        await killed.prints('Capacitor - Ceramic');
        killed.kill('SIGKILL');
        await killed.exit;
        const atKill = countWritten(site.folder);
        const next = startMigration(site, args);
        assert.equal(await next.exit, 0, next.output());
        const written = countWritten(site.folder);
        assert.ok(atKill > 0 && written > atKill, `${atKill} of ${written} symbols before the kill`);
        const isComplete = async () => {
          const samples = await fetchSamples(`${gateway.url}/metrics`);
          assert.equal(sumOf(samples, 'components_processed_total'), written);
          return true;
        };
        await waitFor('both runs in the Pushgateway', isComplete);
      } finally {
        await gateway.stop();
      }
    },
  },
];
