import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BillOfMaterials } from './bill-of-materials.ts';
import { licenceFaults, shippedOnly } from './bill-of-materials.ts';
import { shippedPackages } from './shipped-packages.ts';

// `npm run sbom` writes what is shipped as CycloneDX; with --check it only judges the licences.
const root = join(import.meta.dirname, '..', '..');
const MAX_BYTES = 64 * 1024 * 1024;

const printed = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: MAX_BYTES,
  // npm warns of settings of the machine.
  stdio: ['ignore', 'pipe', 'ignore'],
});
const bill = shippedOnly(JSON.parse(printed) as BillOfMaterials, shippedPackages(root));
const faults = licenceFaults(bill);
for (const fault of faults) console.error(`${fault} Only permissive licences are shipped.`);
if (!process.argv.includes('--check')) {
  const file = join(root, 'dist', 'sbom.cdx.json');
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
  console.log(`${bill.components.length} packages are in dist/sbom.cdx.json`);
}
process.exitCode = faults.length === 0 ? 0 : 1;
