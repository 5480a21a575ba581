import { STATISTICS_QUERIES } from './statistics-queries.ts';
import type { PostgresQuery } from './postgres-query.ts';

const MODES = `'accesssharelock'), ('rowsharelock'), ('rowexclusivelock'), ('shareupdateexclusivelock'),
  ('sharelock'), ('sharerowexclusivelock'), ('exclusivelock'), ('accessexclusivelock'), ('sireadlock'`;
const STATES = `'active'), ('idle'), ('idle in transaction'), ('idle in transaction (aborted)'),
  ('fastpath function call'), ('disabled'`;
/** The statements that took most time in all. */
const MAX_STATEMENTS = 100;
const WAL_POSITION =
  'case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end';

/** Connections, locks and replication: what is so at this moment. */
const MOMENT_QUERIES: readonly PostgresQuery[] = [
  {
    name: 'pg_stat_activity',
    isByDatabase: true,
    sql: `select d.datname, s.state, coalesce(a.count, 0) as count, coalesce(a.max_tx_duration, 0) as max_tx_duration
      from unnest($1::text[]) as d(datname) cross join (values (${STATES})) as s(state)
      left join (select datname, state, count(*),
          max(extract(epoch from now() - xact_start))::float as max_tx_duration
        from pg_stat_activity group by datname, state) a on a.datname = d.datname and a.state = s.state`,
    labels: ['datname', 'state'],
    columns: {
      count: ['gauge', 'Number of connections in this state'],
      max_tx_duration: ['gauge', 'Max duration in seconds any active transaction has been running'],
    },
  },
  {
    name: 'pg_locks',
    isByDatabase: true,
    sql: `select d.datname, m.mode, coalesce(l.count, 0) as count
      from unnest($1::text[]) as d(datname) cross join (values (${MODES})) as m(mode)
      left join (select o.datname, lower(k.mode) as mode, count(*) from pg_locks k
        join pg_database o on o.oid = k.database group by 1, 2) l on l.datname = d.datname and l.mode = m.mode`,
    labels: ['datname', 'mode'],
    columns: { count: ['gauge', 'Number of locks'] },
  },
  {
    name: 'pg_lock_waits',
    isByDatabase: true,
    sql: `select d.datname, count(a.pid) as count,
        coalesce(max(extract(epoch from clock_timestamp() - a.state_change))::float, 0) as max_seconds
      from unnest($1::text[]) as d(datname)
      left join pg_stat_activity a on a.datname = d.datname and a.wait_event_type = 'Lock' group by d.datname`,
    labels: ['datname'],
    columns: {
      count: ['gauge', 'Connections that wait for a lock that another one holds'],
      max_seconds: ['gauge', 'Seconds since the longest waiting of them began its statement'],
    },
  },
  {
    name: 'pg_stat_replication',
    sql: `select application_name, client_addr::text, state, reply_time,
        pg_wal_lsn_diff(${WAL_POSITION}, '0/0')::float as pg_current_wal_lsn_bytes,
        pg_wal_lsn_diff(${WAL_POSITION}, replay_lsn)::float as pg_wal_lsn_diff
      from pg_stat_replication`,
    labels: ['application_name', 'client_addr', 'state'],
    columns: {
      reply_time: ['unknown', 'Send time of the last reply message received from the standby'],
      pg_current_wal_lsn_bytes: ['gauge', 'WAL position in bytes'],
      pg_wal_lsn_diff: ['gauge', 'Lag in bytes between master and slave'],
    },
  },
  {
    name: 'pg_replication_slots',
    sql: `select slot_name, active, pg_wal_lsn_diff(${WAL_POSITION}, restart_lsn)::float as pg_wal_lsn_diff
      from pg_replication_slots`,
    labels: ['slot_name'],
    columns: {
      active: ['gauge', 'Flag indicating if the slot is active'],
      pg_wal_lsn_diff: ['gauge', 'Replication lag in bytes'],
    },
  },
  {
    name: 'pg_replication',
    sql: `select case when not pg_is_in_recovery()
          or pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
        else greatest(0, extract(epoch from now() - pg_last_xact_replay_timestamp())) end::float as lag,
      pg_is_in_recovery() as is_replica`,
    labels: [],
    columns: {
      lag: ['gauge', 'Replication lag behind master in seconds'],
      is_replica: ['gauge', 'Indicates if the server is a replica'],
    },
  },
  {
    name: 'pg_database',
    isByDatabase: true,
    sql: `select datname, pg_database_size(oid) as size_bytes from pg_database
      where datname = any ($1::text[]) and (has_database_privilege(oid, 'connect')
        or pg_has_role('pg_read_all_stats', 'member'))`,
    labels: ['datname'],
    columns: { size_bytes: ['gauge', 'Disk space used by the database'] },
  },
  {
    name: 'pg_postmaster',
    sql: 'select pg_postmaster_start_time() as start_time_seconds',
    labels: [],
    columns: { start_time_seconds: ['gauge', 'Time at which postmaster started'] },
  },
];

/** Where the extension is there, in the database that is connected to: what takes the time. */
const STATEMENT_QUERY: PostgresQuery = {
  name: 'pg_stat_statements',
  from: 130_000,
  needs: "select 1 from pg_extension where extname = 'pg_stat_statements'",
  sql: `select pg_get_userbyid(s.userid) as user, d.datname, s.queryid::text as queryid,
      sum(s.calls) as calls_total, sum(s.total_exec_time) / 1000 as seconds_total, sum(s.rows) as rows_total
    from pg_stat_statements s join pg_database d on d.oid = s.dbid
    where s.queryid is not null group by 1, 2, 3
    order by seconds_total desc limit ${MAX_STATEMENTS}`,
  labels: ['user', 'datname', 'queryid'],
  columns: {
    calls_total: ['counter', 'Number of times executed'],
    seconds_total: ['counter', 'Total time spent in the statement, in seconds'],
    rows_total: ['counter', 'Total number of rows retrieved or affected by the statement'],
  },
};

/** Everything that is asked of a server, in this order. */
export const POSTGRES_QUERIES: readonly PostgresQuery[] = [
  ...MOMENT_QUERIES,
  ...STATISTICS_QUERIES,
  STATEMENT_QUERY,
];
