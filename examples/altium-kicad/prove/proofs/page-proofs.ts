import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { fetchSamples, sumOf } from 'telltale-example-support/proving';
import { askDatabase } from 'telltale-example-support/servers';

import type { Bench } from '../bench.ts';
import type { Site } from '../migration-run.ts';
import { readProc, startMigration } from '../migration-run.ts';
import { countWritten, writtenBytes, writtenSymbols } from '../written-symbols.ts';

const SEVEN_METRICS = [
  ['components_processed_total', 'counter', 'Total number of components processed'],
  ['migration_success_total', 'counter', 'Total number of successful migrations'],
  ['migration_errors_total', 'counter', 'Total number of migration errors'],
  ['migration_duration_seconds', 'histogram', 'Time spent on migration operations'],
  ['memory_usage_bytes', 'gauge', 'Current memory usage'],
  ['database_connections', 'gauge', 'Current number of database connections'],
  ['mapping_confidence', 'histogram', 'Distribution of mapping confidence scores'],
] as const;

/** From 1 s to 30 min. */
const DURATION_BOUNDS = ['1', '2.5', '5', '10', '30', '60', '120', '300', '600', '1800', '+Inf'];
const CONFIDENCE_BOUNDS = ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7', '0.8', '0.9', '1', '+Inf'];

function boundsOf(page: string, histogram: string): readonly string[] {
  const all = page.matchAll(new RegExp(`^${histogram}_bucket\\{.*le="([^"]+)"`, 'gm'));
  return [...new Set([...all].map(([, bound]) => bound))];
}

const ALL_ROWS = `select (select count(*) from altium_sample."Resistor - Chip")
  + (select count(*) from altium_sample."Capacitor - Ceramic")
  + (select count(*) from altium_sample."Integrated Circuit")
  + (select count(*) from altium_sample."Diode and Transistor") as count`;

async function countIn({ adminUrl }: Site, query: string): Promise<number> {
  const [{ count }] = await askDatabase<{ count: string }>(adminUrl, query);
  return Number(count);
}

/** What the metrics page says, compared with what others count. */
export const PAGE_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S0-12'],
    title: 'the metrics page of the migration is plain text, and OpenMetrics where that is asked for',
    run: async (bench) => {
      const { metricsUrl } = await bench.finishedRun();
      const plain = await fetch(metricsUrl());
      assert.match(plain.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
      const accept = 'application/openmetrics-text; version=1.0.0';
      const open = await fetch(metricsUrl(), { headers: { accept } });
      assert.match(open.headers.get('content-type') ?? '', /^application\/openmetrics-text; version=1/);
      assert.ok((await open.text()).endsWith('# EOF\n'));
    },
  },
  {
    rows: ['S0-12'],
    title:
      'the metrics page is on port 8080 by default; where that is taken, the migration says so and goes on',
    run: async (bench) => {
      const [first, second] = [
        startMigration(await bench.newSite(), ['--rows', '0', '--stay'], []),
        startMigration(await bench.newSite(), ['--rows', '0', '--stay'], []),
      ];
      for (const run of [first, second]) await run.prints('The metrics stay');
      for (const run of [first, second]) run.kill('SIGTERM');
      assert.deepEqual(await Promise.all([first.exit, second.exit]), [0, 0]);
      const refusals = [first, second].filter((run) => run.output().includes('choose another --port'));
      const served = [first, second].find((run) => run.metricsUrl() === 'http://127.0.0.1:8080/metrics');
      // Where another program of this machine has the port, both say so.
      assert.equal(refusals.length, served ? 1 : 2);
    },
  },
  {
    rows: ['S0-13', 'S0-14', 'S0-15', 'S0-16', 'S0-17', 'S0-18', 'S0-19'],
    title: 'the seven metrics have the names, types, descriptions and buckets that the document asks for',
    run: async (bench) => {
      const { metricsUrl } = await bench.finishedRun();
      const page = await (await fetch(metricsUrl())).text();
      for (const [name, type, help] of SEVEN_METRICS) {
        assert.ok(page.includes(`# TYPE ${name} ${type}\n`), `${name} is no ${type}`);
        assert.ok(page.includes(`# HELP ${name} ${help}\n`), `${name} is not described as "${help}"`);
      }
      assert.deepEqual(boundsOf(page, 'migration_duration_seconds'), DURATION_BOUNDS);
      assert.deepEqual(boundsOf(page, 'mapping_confidence'), CONFIDENCE_BOUNDS);
    },
  },
  {
    rows: ['S0-05', 'S0-13', 'S0-14', 'S0-15', 'S0-38'],
    title: 'each row of the tables is counted once: as a symbol that another program reads, or as an error',
    run: async (bench) => {
      const { metricsUrl, site } = await bench.finishedRun();
      const samples = await fetchSamples(metricsUrl());
      const written = countWritten(site.folder);
      const errors = sumOf(samples, 'migration_errors_total');
      assert.ok(written > 300 && errors > 10, `${written} symbols, ${errors} errors`);
      assert.equal(sumOf(samples, 'components_processed_total'), written);
      assert.equal(sumOf(samples, 'migration_success_total'), written);
      assert.equal(written + errors, await countIn(site, ALL_ROWS));
      for (const [type, symbols] of writtenSymbols(site.folder)) {
        assert.equal(samples.get(`components_processed_total{type="${type}"}`), symbols);
      }
    },
  },
  {
    rows: ['S0-05', 'S0-19'],
    title: 'a mapping that is certain has confidence 1.0, in the bucket le="1" and not beyond',
    run: async (bench) => {
      const samples = await fetchSamples((await bench.finishedRun()).metricsUrl());
      const upTo = (le: string) => samples.get(`mapping_confidence_bucket{le="${le}"}`) ?? NaN;
      assert.ok(upTo('1') > upTo('0.9'), 'no mapping is certain');
      assert.ok(upTo('0.9') > upTo('0.1'), 'all mappings are certain');
      assert.equal(upTo('+Inf'), upTo('1'));
    },
  },
  {
    rows: ['S0-02', 'S0-17', 'S0-40'],
    title: 'memory_usage_bytes is what the system says of the process at that moment, within 5 %',
    run: async (bench) => {
      const { metricsUrl, pid } = await bench.finishedRun();
      const shown = (await fetchSamples(metricsUrl())).get('memory_usage_bytes') ?? NaN;
      const actual = readProc(pid, 'status', 'VmRSS') * 1024;
      assert.ok(Math.abs(shown - actual) < 0.05 * actual, `${shown}, not ${actual}`);
    },
  },
  {
    rows: ['S0-18'],
    title: 'database_connections is what the server says of the user of the migration',
    run: async (bench) => {
      const { metricsUrl, site } = await bench.finishedRun();
      const shown = (await fetchSamples(metricsUrl())).get('database_connections');
      const query = `select count(*) from pg_stat_activity
        where usename = 'altium_migration' and datname = current_database()`;
      const actual = await countIn(site, query);
      assert.ok(actual > 0, 'there is no connection');
      assert.equal(shown, actual);
    },
  },
  {
    rows: ['S0-04'],
    title: 'file I/O of the migration is what the system counts, the libraries it wrote included',
    run: async (bench) => {
      const { metricsUrl, pid, site } = await bench.finishedRun();
      const readings = () => ({
        'file_io_bytes_total{direction="read"}': readProc(pid, 'io', 'rchar'),
        'file_io_bytes_total{direction="write"}': readProc(pid, 'io', 'wchar'),
        'file_io_operations_total{direction="read"}': readProc(pid, 'io', 'syscr'),
        'file_io_operations_total{direction="write"}': readProc(pid, 'io', 'syscw'),
      });
      const before = readings();
      const samples = await fetchSamples(metricsUrl());
      const after = readings();
      for (const [series, least] of Object.entries(before)) {
        const shown = samples.get(series) ?? NaN;
        const most = after[series as keyof typeof after];
        assert.ok(shown >= least && shown <= most, `${series} ${shown}, not ${least} to ${most}`);
      }
      const written = samples.get('file_io_bytes_total{direction="write"}') ?? 0;
      assert.ok(written >= writtenBytes(site.folder), `only ${written} bytes were written`);
      assert.ok((samples.get('process_cpu_seconds_total') ?? 0) > 0.1);
    },
  },
];
