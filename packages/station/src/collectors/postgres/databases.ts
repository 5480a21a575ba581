import type { Ask } from './postgres-query.ts';

/** Databases beyond these are only counted: each has hundreds of series. */
const MAX_DATABASES = 200;

const DATABASES = `select d.datname, count(*) over () as total
  from pg_database d left join pg_stat_database s on s.datid = d.oid
  order by coalesce(s.numbackends, 0) desc, coalesce(s.xact_commit, 0) desc, d.oid
  limit ${MAX_DATABASES}`;

/** The databases that are read: those in use first. */
export interface WatchedDatabases {
  readonly databases: readonly string[];
  readonly omitted: number;
}

/** Asks which databases there are. */
export async function readDatabases(ask: Ask): Promise<WatchedDatabases> {
  const rows = await ask(DATABASES);
  const databases = rows.map(({ datname }) => String(datname));
  return { databases, omitted: Number(rows[0]?.['total'] ?? 0) - databases.length };
}
