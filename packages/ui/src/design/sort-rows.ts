import type { SortOrder } from '../navigation/url-codec.ts';

type SortValue = string | number | null | undefined;

/** What is needed of a column to sort by it. */
export interface SortableColumn<Row> {
  readonly key: string;
  readonly sortValue?: (row: Row) => SortValue;
}

const byName = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Rows in an order; equal ones stay as they were, and those without a value come last either way. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly SortableColumn<Row>[],
  order: SortOrder | undefined,
): readonly Row[] {
  const valueOf = columns.find(({ key }) => key === order?.column)?.sortValue;
  if (valueOf === undefined || order === undefined) return rows;
  const direction = order.isDescending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: valueOf(row) }))
    .sort((one, other) => {
      const missing = Number(isMissing(one.value)) - Number(isMissing(other.value));
      return missing === 0 ? direction * compare(one.value, other.value) : missing;
    })
    .map(({ row }) => row);
}

function isMissing(value: SortValue): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function compare(one: SortValue, other: SortValue): number {
  if (isMissing(one) && isMissing(other)) return 0;
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return byName.compare(String(one), String(other));
}
