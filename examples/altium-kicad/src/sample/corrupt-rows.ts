import type { ComponentRow } from './component-rows.ts';

/** What people do to component databases. */
const ACCIDENTS: readonly ((row: ComponentRow, previous: ComponentRow) => ComponentRow)[] = [
  (row) => ({ ...row, Value: '' }),
  (row) => ({ ...row, Value: `see ${row['Part Number']}` }),
  (row) => ({ ...row, 'Footprint Ref': 'MODULE_CUSTOM' }),
  (row) => ({ ...row, 'Library Ref': 'Component_1' }),
  (row, previous) => ({ ...row, 'Part Number': previous['Part Number'] }),
];

/** Spoils a share of the rows, evenly spread and the same in every run. The first row stays as it is. */
export function corruptRows(rows: readonly ComponentRow[], percent: number): readonly ComponentRow[] {
  const spoiledUpTo = (index: number) => Math.floor((index * percent) / 100);
  return rows.map((row, index) => {
    const count = spoiledUpTo(index);
    if (index === 0 || count === spoiledUpTo(index - 1)) return row;
    return ACCIDENTS[count % ACCIDENTS.length](row, rows[index - 1]);
  });
}
