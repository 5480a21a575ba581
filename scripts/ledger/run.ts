import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ledgerFaults } from './ledger.ts';

// Compares docs/ledger.json with the results of the last run of all tests.
function read(path: string) {
  return JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'));
}

const faults = ledgerFaults(read('docs/ledger.json'), read('.test/results.json'));
for (const fault of faults) console.error(`docs/ledger.json: ${fault}`);
process.exitCode = faults.length === 0 ? 0 : 1;
