import type { TableReport } from './migration/migrate-library.ts';

/** One line of a table. */
export function printTable({ table, conversions, error }: TableReport): void {
  const name = table.name.padEnd(22);
  if (error !== undefined) console.error(`  ${name} failed: ${error}`);
  else if (conversions === undefined) console.log(`  ${name} was converted by an earlier run`);
  else
    console.log(
      `  ${name} ${String(countConverted([conversions])).padStart(5)} converted${refusals(conversions)}`,
    );
}

/** The last lines of a run. */
export function printTotal(
  reports: readonly TableReport[],
  { isComplete, folder }: { readonly isComplete: boolean; readonly folder: string },
): void {
  const all = reports.flatMap(({ conversions }) => (conversions ? [conversions] : []));
  const [converted, total] = [countConverted(all), all.flat().length];
  console.log(`${converted} of ${total} components converted, into ${folder}`);
  if (!isComplete) console.log('Some tables are missing: run it again to go on.');
}

type Conversions = NonNullable<TableReport['conversions']>;

function countConverted(tables: readonly Conversions[]): number {
  return tables.flat().filter(({ result }) => typeof result === 'object').length;
}

function refusals(conversions: Conversions): string {
  const reasons = new Map<string, number>();
  for (const { result } of conversions) {
    if (typeof result === 'string') reasons.set(result, (reasons.get(result) ?? 0) + 1);
  }
  if (reasons.size === 0) return '';
  return `, refused: ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
}
