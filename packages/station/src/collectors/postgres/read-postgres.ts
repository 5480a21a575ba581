import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';
import { readDatabases } from './databases.ts';
import type { Ask } from './postgres-query.ts';
import { familiesOf } from './postgres-query.ts';
import { POSTGRES_QUERIES } from './queries.ts';
import { settingsFamilies } from './settings-families.ts';

const VERSION = `select current_setting('server_version_num')::int as number, version() as text`;
/** What the server has, not what this connection was set to. */
const SETTINGS = `select name, case source when 'session' then reset_val else setting end as setting, coalesce(unit, '') as unit, short_desc, vartype
  from pg_settings where vartype in ('bool', 'integer', 'real')`;
/** SQLSTATE classes of statements that fail by themselves: rights, names, a time that is over. */
const STATEMENT_FAULTS = /^(?:0A|22|42|55|57014|25)/;

/**
 * Everything that is known of a server. A statement that the role may not run, or that takes too long, leaves its
 * families out and counts as an error.
 */
export async function readPostgres(ask: Ask, server: string): Promise<MetricFamily[]> {
  const startedMs = performance.now();
  const [version] = await ask(VERSION);
  const number = Number(version['number']);
  const { databases, omitted } = await readDatabases(ask);
  const families: MetricFamily[] = [staticFamily(String(version['text']), server)];
  let failed = 0;
  const attempt = async (read: () => Promise<readonly MetricFamily[]>): Promise<void> => {
    try {
      families.push(...(await read()));
    } catch (error) {
      if (!isStatementFault(error)) throw error;
      failed++;
    }
  };
  await attempt(async () => settingsFamilies(await ask(SETTINGS), server));
  for (const query of POSTGRES_QUERIES) {
    const { from = 0, below = Infinity, needs } = query;
    if (number < from || number >= below) continue;
    await attempt(async () => {
      if (needs !== undefined && (await ask(needs)).length === 0) return [];
      const rows = await ask(query.sql, query.isByDatabase ? [databases] : []);
      return familiesOf(query, rows, server);
    });
  }
  return [...families, ...ownFamilies(startedMs, failed, omitted)];
}

function isStatementFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && STATEMENT_FAULTS.test(code);
}

function staticFamily(text: string, server: string): MetricFamily {
  const [, release = ''] = /^\w+ ([\d.]+)/.exec(text) ?? [];
  const numbers = [...release.split('.'), '0', '0'].slice(0, 3).join('.');
  const labels = { server, version: text, short_version: numbers };
  return family('unknown', 'pg_static', 'Version string as reported by postgres', [[labels, 1]]);
}

function ownFamilies(startedMs: number, failed: number, omitted: number): MetricFamily[] {
  const seconds = (performance.now() - startedMs) / 1000;
  return [
    single(
      'gauge',
      'pg_exporter_last_scrape_duration_seconds',
      'Duration of the last scrape of metrics from PostgreSQL.',
      seconds,
    ),
    single(
      'gauge',
      'pg_exporter_last_scrape_error',
      'Whether a statement of the last scrape failed (1 for error, 0 for success).',
      failed > 0 ? 1 : 0,
    ),
    single(
      'gauge',
      'telltale_postgres_databases_omitted',
      'Databases that are not read, because the server has more than are read.',
      omitted,
    ),
  ];
}
