import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { LatestValue } from '../latest/latest-values.ts';
import { labelColumns } from '../table/value-rows.ts';

/** Series over time as a table: a row for each time, a column for each series. */
export function seriesCsv({ times, series }: AlignedColumns): string {
  const head = ['time', ...series.map(({ name }) => name)];
  const rows = times.map((time, i) => [
    new Date(time).toISOString(),
    ...series.map(({ values }) => numberText(values[i])),
  ]);
  return csv([head, ...rows]);
}

/** The newest values as a table: labels, then the value. */
export function valuesCsv(values: readonly LatestValue[]): string {
  const labels = labelColumns(values);
  const rows = values.map((one) => [
    one.name,
    ...labels.map((label) => one.labels[label] ?? ''),
    numberText(one.value),
  ]);
  return csv([['series', ...labels, 'value'], ...rows]);
}

function numberText(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** RFC 4180. What a spreadsheet would take for a formula is made text: names come from whoever is measured. */
function cell(text: string): string {
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
