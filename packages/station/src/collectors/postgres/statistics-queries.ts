import type { MetricColumn, PostgresQuery } from './postgres-query.ts';

/** PostgreSQL 17 moved what it counts of checkpoints into a view of its own. */
const CHECKPOINTER = 170_000;

const BGWRITER_COLUMNS: Readonly<Record<string, MetricColumn>> = {
  checkpoints_timed_total: ['counter', 'Number of scheduled checkpoints that have been performed'],
  checkpoints_req_total: ['counter', 'Number of requested checkpoints that have been performed'],
  checkpoint_write_time_total: ['counter', 'Time checkpoints spent writing files to disk, in milliseconds'],
  checkpoint_sync_time_total: [
    'counter',
    'Time checkpoints spent synchronizing files to disk, in milliseconds',
  ],
  buffers_checkpoint_total: ['counter', 'Number of buffers written during checkpoints'],
  buffers_clean_total: ['counter', 'Number of buffers written by the background writer'],
  maxwritten_clean_total: ['counter', 'Number of times the background writer stopped a cleaning scan early'],
  buffers_backend_total: ['counter', 'Number of buffers written directly by a backend'],
  buffers_backend_fsync_total: ['counter', 'Number of times a backend had to execute its own fsync call'],
  buffers_alloc_total: ['counter', 'Number of buffers allocated'],
  stats_reset_total: ['counter', 'Time at which these statistics were last reset'],
};

const DATABASE_COLUMNS: Readonly<Record<string, MetricColumn>> = {
  numbackends: ['gauge', 'Number of backends currently connected to this database'],
  xact_commit: ['counter', 'Number of transactions in this database that have been committed'],
  xact_rollback: ['counter', 'Number of transactions in this database that have been rolled back'],
  blks_read: ['counter', 'Number of disk blocks read in this database'],
  blks_hit: ['counter', 'Number of times disk blocks were found already in the buffer cache'],
  tup_returned: ['counter', 'Number of rows returned by queries in this database'],
  tup_fetched: ['counter', 'Number of rows fetched by queries in this database'],
  tup_inserted: ['counter', 'Number of rows inserted by queries in this database'],
  tup_updated: ['counter', 'Number of rows updated by queries in this database'],
  tup_deleted: ['counter', 'Number of rows deleted by queries in this database'],
  conflicts: ['counter', 'Number of queries canceled due to conflicts with recovery in this database'],
  temp_files: ['counter', 'Number of temporary files created by queries in this database'],
  temp_bytes: ['counter', 'Total amount of data written to temporary files by queries in this database'],
  deadlocks: ['counter', 'Number of deadlocks detected in this database'],
  blk_read_time: ['counter', 'Time spent reading data file blocks by backends, in milliseconds'],
  blk_write_time: ['counter', 'Time spent writing data file blocks by backends, in milliseconds'],
  stats_reset: ['counter', 'Time at which these statistics were last reset'],
};

const CONFLICT_COLUMNS: Readonly<Record<string, MetricColumn>> = {
  confl_tablespace: ['counter', 'Number of queries canceled due to dropped tablespaces'],
  confl_lock: ['counter', 'Number of queries canceled due to lock timeouts'],
  confl_snapshot: ['counter', 'Number of queries canceled due to old snapshots'],
  confl_bufferpin: ['counter', 'Number of queries canceled due to pinned buffers'],
  confl_deadlock: ['counter', 'Number of queries canceled due to deadlocks'],
};

/** What the server has counted since its statistics were reset. */
export const STATISTICS_QUERIES: readonly PostgresQuery[] = [
  {
    name: 'pg_stat_database',
    isByDatabase: true,
    sql: 'select * from pg_stat_database where datid = 0 or datname = any ($1::text[])',
    labels: ['datid', 'datname'],
    columns: DATABASE_COLUMNS,
    takesOthers: true,
  },
  {
    name: 'pg_stat_database_conflicts',
    isByDatabase: true,
    sql: `select datid, datname, confl_tablespace, confl_lock, confl_snapshot, confl_bufferpin, confl_deadlock
      from pg_stat_database_conflicts where datname = any ($1::text[])`,
    labels: ['datid', 'datname'],
    columns: CONFLICT_COLUMNS,
  },
  {
    name: 'pg_stat_bgwriter',
    below: CHECKPOINTER,
    sql: `select checkpoints_timed as checkpoints_timed_total, checkpoints_req as checkpoints_req_total,
        checkpoint_write_time as checkpoint_write_time_total, checkpoint_sync_time as checkpoint_sync_time_total,
        buffers_checkpoint as buffers_checkpoint_total, buffers_clean as buffers_clean_total,
        maxwritten_clean as maxwritten_clean_total, buffers_backend as buffers_backend_total,
        buffers_backend_fsync as buffers_backend_fsync_total, buffers_alloc as buffers_alloc_total,
        stats_reset as stats_reset_total
      from pg_stat_bgwriter`,
    labels: [],
    columns: BGWRITER_COLUMNS,
  },
  {
    name: 'pg_stat_bgwriter',
    from: CHECKPOINTER,
    sql: `select c.num_timed as checkpoints_timed_total, c.num_requested as checkpoints_req_total,
        c.write_time as checkpoint_write_time_total, c.sync_time as checkpoint_sync_time_total,
        c.buffers_written as buffers_checkpoint_total, b.buffers_clean as buffers_clean_total,
        b.maxwritten_clean as maxwritten_clean_total, b.buffers_alloc as buffers_alloc_total,
        b.stats_reset as stats_reset_total
      from pg_stat_bgwriter b, pg_stat_checkpointer c`,
    labels: [],
    columns: BGWRITER_COLUMNS,
  },
  {
    name: 'pg_stat_archiver',
    sql: `select archived_count, failed_count,
        extract(epoch from now() - last_archived_time)::float as last_archive_age
      from pg_stat_archiver`,
    labels: [],
    columns: {
      archived_count: ['counter', 'Number of WAL files that have been successfully archived'],
      failed_count: ['counter', 'Number of failed attempts for archiving WAL files'],
      last_archive_age: ['gauge', 'Time in seconds since last WAL segment was successfully archived'],
    },
  },
];
