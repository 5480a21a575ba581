import { execFileSync } from 'node:child_process';
import { realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Station } from '@telltale/station';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GuardedServer, ThrowAwayPostgres } from '../../examples/support/src/servers/index.ts';
import {
  askDatabase,
  postgresPrograms,
  startGuardedServer,
  startThrowAwayPostgres,
} from '../../examples/support/src/servers/index.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { collectedPage, collectedStation, exporterPage, untilCollected } from './collected-station.ts';

const EXPORTER = 'prometheus-postgres-exporter';
const onPath = postgresPrograms();
/** The others of its programs are beside the server, which may be on the path by a link. */
const programs = onPath === undefined ? undefined : dirname(realpathSync(join(onPath, 'postgres')));
/** How far the standby is behind; without a query of its own the exporter has no seconds. */
const REPLICATION = /"pg_stat_replication_pg_wal_lsn_diff"/;
/** Two servers and a copy take seconds to be made. */
const isLongTier = process.env['TELLTALE_TEST_SCALE'] === 'long';

describe.runIf(isLongTier && programs !== undefined && hasProgram(EXPORTER))(
  'PostgreSQL with a standby',
  () => {
    const folder = suiteFolder();
    let exporter: Program;
    let exporterUrl: string;
    let primary: ThrowAwayPostgres;
    let standby: GuardedServer;
    let station: Station;

    const ask = (sql: string, server: GuardedServer = primary) =>
      askDatabase<{ answer: unknown }>(
        `postgresql://postgres@/shop?host=${encodeURIComponent(server.folder)}`,
        sql,
      );

    beforeAll(async () => {
      primary = await startThrowAwayPostgres({
        name: 'telltale-primary',
        database: 'shop',
        schema: 'create table item (id int); create extension pg_stat_statements',
        settings: ['shared_preload_libraries=pg_stat_statements'],
      });
      standby = startStandby(primary);
      const listen = `127.0.0.1:${await freePort()}`;
      exporterUrl = `http://${listen}/metrics`;
      exporter = startProgram(EXPORTER, [`--web.listen-address=${listen}`], {
        env: { DATA_SOURCE_NAME: `host=${primary.folder} user=postgres dbname=shop sslmode=disable` },
      });
      const postgres = Object.entries({ primary, standby }).map(([job, server]) => ({
        job,
        address: join(server.folder, '.s.PGSQL.5432'),
        database: 'shop',
        labels: {},
      }));
      station = await collectedStation(folder.path, { postgres });
      await untilCollected(station, 'pg_up{job="standby"}', (up) => up === 1);
      await untilCollected(station, 'pg_stat_replication_pg_wal_lsn_diff{job="primary"}', () => true);
    }, 90_000);

    afterAll(async () => {
      await station?.stop();
      if (exporter) await stopProgram(exporter);
      await standby?.stop();
      await primary?.stop();
    });

    test('the standby is one, and what the primary says of it is what Debian’s exporter says', async () => {
      await untilCollected(station, 'pg_replication_is_replica{job="standby"}', (is) => is === 1);
      await untilCollected(station, 'pg_replication_is_replica{job="primary"}', (is) => is === 0);
      await expect.poll(differences, { timeout: 20_000 }).toEqual([]);
    }, 60_000);

    /** What the exporter says of replication, and the collector does not. */
    async function differences(): Promise<readonly string[]> {
      const [ours, theirs] = await Promise.all([
        collectedPage(station, 'primary'),
        exporterPage(exporterUrl),
      ]);
      // The exporter makes a label of the process that sends, and so a new series of each connection.
      const [{ answer: pid }] = await ask('select pid as answer from pg_stat_replication');
      const sender = `["slot_name","${String(pid)}"],`;
      const wanted = [...theirs.samples].filter(([text]) => REPLICATION.test(text));
      if (wanted.length === 0) return ['the exporter says nothing'];
      return wanted
        .map(([text, value]) => [text.replace(sender, ''), value] as const)
        .filter(([text, value]) => !Object.is(ours.samples.get(text), value))
        .map(([text, value]) => `${text}: ${ours.samples.get(text)}, not ${value}`);
    }

    test('a standby that stops to replay lags behind, in bytes and in seconds, until it has caught up', async () => {
      const bytes = 'pg_stat_replication_pg_wal_lsn_diff{job="primary"}';
      const seconds = 'pg_replication_lag{job="standby"}';
      await ask('insert into item values (0)');
      await waitFor('the row in the standby', async () => {
        return (await ask('select id as answer from item', standby)).length === 1;
      });
      await ask('select pg_wal_replay_pause()', standby);
      await ask('insert into item select generate_series(1, 1000)');
      await untilCollected(station, bytes, (lag) => lag > 50_000);
      await untilCollected(station, seconds, (lag) => lag > 1);
      await ask('select pg_wal_replay_resume()', standby);
      await untilCollected(station, bytes, (lag) => lag === 0);
      await untilCollected(station, seconds, (lag) => lag === 0);
    }, 60_000);

    test('the calls and rows of a statement are those that pg_stat_statements counts', async () => {
      for (let i = 0; i < 3; i++) await ask('insert into item select generate_series(1, 7)');
      const counted = await askDatabase<{ queryid: string; calls: number; rows: number }>(
        primary.urlFor('postgres'),
        `select queryid::text, calls::int, rows::int from pg_stat_statements
          where query like 'insert into item select%'`,
      );
      expect(counted).toHaveLength(1);
      const [{ queryid, calls, rows }] = counted;
      const of = `{job="primary",user="postgres",datname="shop",queryid="${queryid}"}`;
      await untilCollected(station, `pg_stat_statements_calls_total${of}`, (count) => count === calls);
      await untilCollected(station, `pg_stat_statements_rows_total${of}`, (count) => count === rows);
    }, 60_000);
  },
);

/** A copy of a server that follows it, over the sockets of both. */
function startStandby(primary: ThrowAwayPostgres): GuardedServer {
  const { uid, gid } = statSync(primary.folder);
  const account = process.getuid?.() === 0 ? { uid, gid } : {};
  return startGuardedServer('telltale-standby', account, (folder) => {
    const data = join(folder, 'data');
    const copy = ['-h', primary.folder, '-U', 'postgres', '-D', data, '-R', '-X', 'stream', '-c', 'fast'];
    execFileSync(join(programs ?? '', 'pg_basebackup'), [...copy, '--no-sync'], {
      ...account,
      cwd: folder,
      stdio: 'pipe',
    });
    const settings = ['listen_addresses=', 'fsync=off', `unix_socket_directories=${folder}`];
    const preload = 'shared_preload_libraries=pg_stat_statements';
    const all = [...settings, preload, 'wal_receiver_status_interval=1s'];
    return [join(programs ?? '', 'postgres'), '-D', data, ...all.flatMap((one) => ['-c', one])];
  });
}
