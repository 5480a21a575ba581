import type { MetricFamily, MetricMetadata } from '@telltale/model';
import { family } from '../plain-family.ts';

/** Runs a statement and gives its rows. */
export type Ask = (sql: string, values?: unknown[]) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** A column that is a metric: its type and help. */
export type MetricColumn = readonly [type: MetricMetadata['type'], help: string];

/** A statement, and which metrics its columns are: `<name>_<column>`. */
export interface PostgresQuery {
  /** What the names of its metrics begin with. */
  readonly name: string;
  /** Takes the names of the databases as `$1` where `isByDatabase`. */
  readonly sql: string;
  readonly isByDatabase?: boolean;
  /** Columns that are labels; all others are metrics. */
  readonly labels: readonly string[];
  readonly columns: Readonly<Record<string, MetricColumn>>;
  /** Whether columns that are not known here, of other versions, are metrics too. */
  readonly takesOthers?: boolean;
  /** The statement is for these versions: `server_version_num`, from and below. */
  readonly from?: number;
  readonly below?: number;
  /** A statement without rows where there is nothing to be asked: an extension is missing. */
  readonly needs?: string;
}

/** The rows of a statement as families, with the label `server`. */
export function familiesOf(
  query: PostgresQuery,
  rows: readonly Readonly<Record<string, unknown>>[],
  server: string,
): MetricFamily[] {
  const names = rows.length > 0 ? Object.keys(rows[0]) : [];
  return names.flatMap((column) => {
    if (query.labels.includes(column)) return [];
    const known = Object.hasOwn(query.columns, column) ? query.columns[column] : undefined;
    if (!known && !query.takesOthers) return [];
    const values = rows.map((row) => numberOf(row[column]));
    if (!known && values.includes(undefined)) return [];
    const [type, help] = known ?? ['unknown', `Column ${column} of ${query.name}`];
    const samples = rows.map((row, i) => [labelsOf(query, row, server), values[i] ?? NaN] as const);
    return [family(type, `${query.name}_${column}`, help, samples)];
  });
}

function labelsOf(
  { labels }: PostgresQuery,
  row: Readonly<Record<string, unknown>>,
  server: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ['server', server],
    ...labels.map((label) => [label, textOf(row[label])] as const),
  ]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A number, a time in whole seconds, true or false; `undefined` for a text. What the server does not know is NaN. */
function numberOf(value: unknown): number | undefined {
  if (value === null || value === undefined) return NaN;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof Date) return Math.floor(value.getTime() / 1000);
  if (typeof value !== 'string' || value === '') return undefined;
  const number = Number(value);
  return Number.isNaN(number) && value !== 'NaN' ? undefined : number;
}
