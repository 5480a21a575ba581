import { join } from 'node:path';
import { postgresExporter } from '@telltale/definition';
import type { Station } from '@telltale/station';
import { Client } from 'pg';
import type { ThrowAwayPostgres } from '../../examples/support/src/servers/index.ts';
import { orderServer, startThrowAwayPostgres } from '../../examples/support/src/servers/index.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingSeries } from '../../packages/station/test/support/pack-series.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  collectedPage,
  collectedSeries,
  collectedStation,
  exporterPage,
  familyNames,
  untilCollected,
} from './collected-station.ts';

const isInstalled = hasProgram('postgres') && hasProgram('prometheus-postgres-exporter');
/** What only the program of the exporter has, and not the server. */
const OF_THE_EXPORTER = /\bpg_(?:exporter_scrapes|scrape_collector)/;
/** What changes from one reading to the next, by the readings themselves. */
const MOVING =
  /"pg_(?:stat_database_(?:blks|tup|xact|sess|active|idle|numb)|stat_activity|locks|exporter_|settings_(?:transaction|extra))/;

describe.runIf(isInstalled)('PostgreSQL, read by the station', () => {
  const folder = suiteFolder();
  const lines: string[] = [];
  let server: ThrowAwayPostgres;
  let exporter: Program;
  let exporterUrl: string;
  let station: Station;

  beforeAll(async () => {
    server = await startThrowAwayPostgres({
      name: 'telltale-collected',
      database: 'shop',
      schema: `create table item (id int primary key, count int); insert into item values (1, 0), (2, 0);
        create role watcher login; grant pg_monitor to watcher; create role nobody login;`,
      settings: ['deadlock_timeout=1s'],
    });
    const listen = `127.0.0.1:${await freePort()}`;
    exporterUrl = `http://${listen}/metrics`;
    const source = `host=${server.folder} user=watcher dbname=postgres sslmode=disable`;
    exporter = startProgram('prometheus-postgres-exporter', [`--web.listen-address=${listen}`], {
      env: { DATA_SOURCE_NAME: source },
    });
    const common = { address: join(server.folder, '.s.PGSQL.5432'), database: 'postgres', labels: {} };
    station = await collectedStation(
      folder.path,
      {
        postgres: [
          { ...common, job: 'postgres', user: 'watcher' },
          { ...common, job: 'nobody', user: 'nobody' },
          { ...common, job: 'stranger', user: 'stranger' },
        ],
      },
      { lines },
    );
    await waitFor('the exporter', async () => (await exporterPage(exporterUrl)).samples.size > 100);
    await untilCollected(station, 'pg_up{job="postgres"}', (up) => up === 1);
  }, 60_000);

  afterAll(async () => {
    await station?.stop();
    if (exporter) await stopProgram(exporter);
    await server?.stop();
  });

  async function connect(): Promise<Client> {
    const client = new Client(server.urlFor('postgres'));
    await client.connect();
    return client;
  }

  test('names, types, labels and values at rest are those of Debian’s exporter', async () => {
    const [ours, theirs] = await Promise.all([collectedPage(station, 'postgres'), exporterPage(exporterUrl)]);
    const wanted = familyNames(theirs, 'pg_').filter((name) => !OF_THE_EXPORTER.test(name));
    expect(familyNames(ours, 'pg_')).toEqual(expect.arrayContaining(wanted));
    for (const name of wanted) expect([name, ours.types.get(name)]).toEqual([name, theirs.types.get(name)]);
    const series = [...theirs.samples].filter(([text]) => /"pg_/.test(text) && !OF_THE_EXPORTER.test(text));
    expect(series.length).toBeGreaterThan(300);
    expect(series.filter(([text]) => !ours.samples.has(text)).map(([text]) => text)).toEqual([]);
    // PostgreSQL tells of some figures late: they come to rest, and both have the same.
    await expect.poll(differences, { timeout: 30_000 }).toEqual([]);
  });

  /** Values at rest that are others in the collector and in the exporter. */
  async function differences(): Promise<readonly string[]> {
    const [ours, theirs] = await Promise.all([collectedPage(station, 'postgres'), exporterPage(exporterUrl)]);
    return [...theirs.samples]
      .filter(([text]) => /"pg_/.test(text) && !OF_THE_EXPORTER.test(text) && !MOVING.test(text))
      .filter(([text, value]) => !Object.is(ours.samples.get(text), value))
      .map(([text, value]) => `${text}: ${ours.samples.get(text)}, not ${value}`);
  }

  test('the alerts and panels of the pack ask for nothing that is not read', async () => {
    await untilCollected(station, 'pg_stat_activity_count{job="postgres"}', () => true);
    // Only a primary with a standby has it: with one it is compared with the exporter.
    const ofStandbys = ['pg_stat_replication_pg_wal_lsn_diff'];
    const missing = missingSeries(postgresExporter(), await collectedSeries(station, 'postgres'));
    expect(missing).toEqual(ofStandbys);
  });

  test('the job of PostgreSQL is a target that is up, and never asked over HTTP', async () => {
    const { data } = (await (await fetch(`${station.url}/api/v1/targets`)).json()) as {
      data: { activeTargets: { labels: Record<string, string>; health: string; scrapeUrl: string }[] };
    };
    const target = data.activeTargets.find(({ labels }) => labels['job'] === 'postgres');
    expect(target).toMatchObject({ health: 'up', scrapeUrl: expect.stringMatching(/^unix:/) });
    await untilCollected(station, 'up{job="postgres"}', (up) => up === 1);
  });

  test('a deadlock, a wait for a lock and connections are counted as they happen', async () => {
    const [one, two] = await Promise.all([connect(), connect()]);
    await Promise.all([one.query('begin'), two.query('begin')]);
    await one.query('update item set count = 1 where id = 1');
    await two.query('update item set count = 1 where id = 2');
    const waiting = one.query('update item set count = 2 where id = 2').catch(() => undefined);
    await untilCollected(
      station,
      'pg_lock_waits_count{job="postgres",datname="shop"}',
      (count) => count === 1,
    );
    await untilCollected(
      station,
      'pg_stat_activity_count{job="postgres",datname="shop",state="idle in transaction"}',
      (count) => count === 1,
    );
    await Promise.all([waiting, two.query('update item set count = 2 where id = 1').catch(() => undefined)]);
    await Promise.all([one.end(), two.end()]);
    await untilCollected(
      station,
      'pg_stat_database_deadlocks{job="postgres",datname="shop"}',
      (deadlocks) => deadlocks === 1,
    );
  });

  test('a role without rights reads what it may; one that is not known is told, without a failed scrape', async () => {
    await untilCollected(station, 'pg_up{job="nobody"}', (up) => up === 1);
    await untilCollected(station, 'pg_settings_max_connections{job="nobody"}', (count) => count === 100);
    await untilCollected(station, 'pg_up{job="stranger"}', (up) => up === 0);
    await untilCollected(station, 'up{job="stranger"}', (up) => up === 1);
    expect(lines.some((line) => line.includes('"stranger"'))).toBe(true);
  });

  test('a hundred databases more than are read are left out and counted', async () => {
    const client = await connect();
    // Databases are made one after the other: each is copied. Names in the catalogue do as well.
    await client.query(`set allow_system_table_mods = on;
      insert into pg_database select 100000 + i, 'many' || i, datdba, encoding, datlocprovider, datistemplate,
        datallowconn, datconnlimit, datfrozenxid, datminmxid, dattablespace, datcollate, datctype, daticulocale,
        datcollversion, datacl from pg_database, generate_series(1, 300) i where datname = 'template0'`);
    await untilCollected(
      station,
      'telltale_postgres_databases_omitted{job="postgres"}',
      (count) => count === 104,
    );
    await untilCollected(station, 'count(pg_database_size_bytes{job="postgres"})', (count) => count <= 200);
    await client.query("delete from pg_database where datname like 'many%'");
    await client.end();
    await untilCollected(
      station,
      'telltale_postgres_databases_omitted{job="postgres"}',
      (count) => count === 0,
    );
  });

  test('a server that hangs or is stopped is down in time, and is read again when it is back', async () => {
    orderServer(server, 'freeze');
    await untilCollected(station, 'pg_up{job="postgres"}', (up) => up === 0);
    expect(lines.some((line) => line.includes('no answer within'))).toBe(true);
    orderServer(server, 'thaw');
    await untilCollected(station, 'pg_up{job="postgres"}', (up) => up === 1);
    orderServer(server, 'stop');
    await untilCollected(station, 'pg_up{job="postgres"}', (up) => up === 0);
    orderServer(server, 'start');
    await untilCollected(station, 'pg_up{job="postgres"}', (up) => up === 1);
  }, 60_000);
});
