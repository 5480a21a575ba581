import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What each class of proof means; the strongest first. */
const CLASSES = {
  real: 'against the real counterpart: Prometheus, Alertmanager, PostgreSQL, a browser, the running service',
  library: "against the vendor's own library or schema, where its server cannot be had here",
  double: 'against a strict double that refuses what the real one would',
  text: 'a text, whose commands and links are tested',
} as const;

/** How many requirements are proven, by class of proof; from `docs/ledger.json`. */
export function printLedgerCounts(root: string): string {
  const ledger: Readonly<Record<string, { readonly proof: string; readonly tests: readonly string[] }>> =
    JSON.parse(readFileSync(join(root, 'docs', 'ledger.json'), 'utf8'));
  const rows = Object.values(ledger);
  const tests = new Set(rows.flatMap((row) => row.tests)).size;
  const counts = Object.entries(CLASSES).map(
    ([name, meaning]) => `- **${name}**, ${rows.filter(({ proof }) => proof === name).length}: ${meaning}`,
  );
  return [
    `${rows.length} requirements are proven, by ${tests} named tests ([docs/ledger.json](docs/ledger.json)):\n`,
    ...counts,
  ].join('\n');
}
