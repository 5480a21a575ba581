import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';
import type { RedisInfo } from './parse-info.ts';
import { partsOf } from './parse-info.ts';

/** Databases that a server has unless it is told otherwise. */
const DEFAULT_DATABASES = 16;
/** Empty databases beyond these are left out, and so are full ones. */
const MAX_DATABASES = 1000;

/** Keys by database; empty ones have no line in `INFO`, and count 0. */
export function databaseFamilies(info: RedisInfo, databases = DEFAULT_DATABASES): MetricFamily[] {
  const known = [...info.fields].filter(([name]) => /^db\d+$/.test(name)).map(([name]) => name);
  const possible = Array.from({ length: Math.min(databases, MAX_DATABASES) }, (_, i) => `db${i}`);
  const names = [...new Set([...known, ...possible])].slice(0, MAX_DATABASES);
  const rows = names.map((db) => ({ db, parts: partsOf(info.fields.get(db) ?? '') }));
  const count = (name: string, help: string, part: string) =>
    family(
      'gauge',
      name,
      help,
      rows.map(({ db, parts }) => [{ db }, Number(parts.get(part) ?? 0)]),
    );
  const ages = rows.flatMap(({ db, parts }) => {
    const milliseconds = parts.get('avg_ttl');
    return milliseconds === undefined ? [] : [[{ db }, Number(milliseconds) / 1000] as const];
  });
  return [
    count('redis_db_keys', 'Total number of keys by DB', 'keys'),
    count('redis_db_keys_expiring', 'Total number of expiring keys by DB', 'expires'),
    family('gauge', 'redis_db_avg_ttl_seconds', 'Avg TTL in seconds', ages),
  ];
}
