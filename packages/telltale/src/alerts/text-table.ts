import { printable } from '../io/printable.ts';

/** Rows of texts under each other; the last column is as wide as it is. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = (shown[0] ?? []).map((_, column) => Math.max(...shown.map((row) => row[column].length)));
  const lines = shown.map((row) => {
    const cells = row.map((cell, column) => (column < row.length - 1 ? cell.padEnd(widths[column]) : cell));
    return `${cells.join('  ').trimEnd()}\n`;
  });
  return lines.join('');
}
