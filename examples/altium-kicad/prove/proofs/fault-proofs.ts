import assert from 'node:assert/strict';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { fetchSamples, sumOf } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import type { Bench } from '../bench.ts';
import { startMigration } from '../migration-run.ts';
import { countWritten, writtenSymbols } from '../written-symbols.ts';

/** A library with a table that the database does not have. */
const LIBRARY = `[DatabaseLinks]
[Table1]
SchemaName=altium_sample
TableName=Connector
Enabled=True
[Table2]
SchemaName=altium_sample
TableName=Integrated Circuit
Enabled=True
${['Part Number', 'Library Ref', 'Footprint Ref', 'Value', 'Pin Count']
  .map((name, index) => {
    const options = `TableNameOnly=Integrated Circuit|FieldNameOnly=${name}|ParameterName=[${name}]`;
    return `[FieldMap${index}]\nOptions=${options}`;
  })
  .join('\n')}
`;

/** What is still true when something breaks. */
export const FAULT_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S0-03'],
    title: 'a database connection that is cut in the middle costs a recovery attempt and no component',
    run: async (bench) => {
      const run = startMigration(await bench.newSite(), ['--rows', '200', '--kill-database', '--stay']);
      await run.prints('The metrics stay');
      const samples = await fetchSamples(run.metricsUrl());
      assert.equal(samples.get('migration_recovery_attempts_total'), 1);
      assert.equal(samples.get('migration_errors_total{error_type="table_failed"}'), 0);
      assert.equal(sumOf(samples, 'components_processed_total'), countWritten(run.site.folder));
      assert.equal(writtenSymbols(run.site.folder).size, 4);
      run.kill('SIGTERM');
      assert.equal(await run.exit, 0);
    },
  },
  {
    rows: ['S0-15', 'S0-16', 'S0-39'],
    title: 'a table that cannot be read is timed, counted as an error, and does not hold up the others',
    run: async (bench) => {
      const site = await bench.newSite();
      assert.equal(await startMigration(site, ['--rows', '0']).exit, 0);
      writeFileSync(join(site.folder, 'mine.DbLib'), LIBRARY);
      const args = ['--library', 'mine.DbLib', '--out', 'mine', '--stay'];
      const run = startMigration(site, args);
      await run.prints('The metrics stay');
      const samples = await fetchSamples(run.metricsUrl());
      assert.equal(samples.get('migration_duration_seconds_count{type="Connector"}'), 1);
      assert.equal(samples.get('migration_errors_total{error_type="table_failed"}'), 1);
      assert.equal(samples.get('components_processed_total{type="Integrated Circuit"}'), 13);
      assert.equal(samples.get('migration_last_success_timestamp_seconds'), 0);
      run.kill('SIGTERM');
      assert.equal(await run.exit, 1);
    },
  },
  {
    rows: ['S0-56'],
    title: 'after kill -9 no library is half written, and the next run goes on with the missing tables',
    run: async (bench) => {
      const site = await bench.newSite();
      const killed = startMigration(site, ['--rows', '100', '--slow']);
      await killed.prints('Resistor - Chip');
      killed.kill('SIGKILL');
      assert.equal(await killed.exit, 'SIGKILL');
      const before = writtenSymbols(site.folder);
      assert.deepEqual([...before.keys()], ['Resistor - Chip']);
      const kept = join(site.folder, 'out', 'Resistor - Chip.kicad_sym');
      const { mtimeMs } = statSync(kept);
      const next = startMigration(site, ['--rows', '100', '--stay']);
      await next.prints('The metrics stay');
      const samples = await fetchSamples(next.metricsUrl());
      next.kill('SIGTERM');
      assert.equal(await next.exit, 0);
      assert.equal(statSync(kept).mtimeMs, mtimeMs);
      assert.equal(writtenSymbols(site.folder).size, 4);
      const earlier = before.get('Resistor - Chip') ?? NaN;
      assert.equal(sumOf(samples, 'components_processed_total') + earlier, countWritten(site.folder));
    },
  },
  {
    rows: ['S0-56'],
    title: 'the throw-away PostgreSQL server ends with the migration, even with kill -9',
    run: async (bench) => {
      const { folder } = await bench.newSite();
      const run = startMigration({ folder, databaseUrl: '', adminUrl: '' }, ['--rows', '100', '--slow']);
      await run.prints('PostgreSQL in');
      const server = /PostgreSQL in ([^ ,]+)/.exec(run.output())?.[1] ?? '';
      assert.ok(existsSync(server));
      run.kill('SIGKILL');
      await run.exit;
      await waitFor(`the end of ${server}`, () => !existsSync(server));
    },
  },
];
