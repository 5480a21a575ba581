import type { Pool, QueryResult, QueryResultRow } from 'pg';

import { t } from '../telemetry.ts';

/** A query, by the name that its spans have. */
export interface Query {
  readonly name: string;
  readonly sql: string;
}

/** Asks PostgreSQL: in a span, and as the part of the request that the database takes. */
export function ask<Row extends QueryResultRow>(
  database: Pool,
  { name, sql }: Query,
  values: readonly unknown[] = [],
): Promise<QueryResult<Row>> {
  const attributes = { 'db.system.name': 'postgresql', 'db.query.text': sql };
  return t.http.phase('database', () =>
    t.trace(name, { kind: 'client', attributes }, () => database.query<Row>(sql, [...values])),
  );
}
