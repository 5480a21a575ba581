import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { BillOfMaterials } from '../../scripts/release/bill-of-materials.ts';
import { licenceFaults, shippedOnly } from '../../scripts/release/bill-of-materials.ts';
import { shippedPackages } from '../../scripts/release/shipped-packages.ts';
import { ROOT } from '../support/program.ts';

const NPM_OUTPUT_BYTES = 64 * 1024 * 1024;

function workspaceBill(): BillOfMaterials {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const printed = execFileSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: NPM_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(printed) as BillOfMaterials;
}

test('the bill of materials has all that is installed or bundled, and no tool of development', () => {
  const bill = shippedOnly(workspaceBill(), shippedPackages(ROOT));
  const names = new Set(bill.components.map(({ name }) => name));
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dependencies?: Record<string, string> }>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => /^packages\/[\w-]+$/.test(path));
  expect(packages.length).toBeGreaterThan(10);
  const missing = packages.flatMap(([, { dependencies = {} }]) =>
    Object.keys(dependencies).filter((name) => !names.has(name)),
  );
  expect(missing).toEqual([]);
  for (const bundled of ['preact', 'uplot']) expect(names).toContain(bundled);
  for (const tool of ['typescript', 'vitest', 'vite', 'prom-client', 'express', 'playwright-core'])
    expect(names).not.toContain(tool);
  const refs = new Set(bill.components.map((component) => component['bom-ref']));
  const dangling = bill.dependencies.flatMap(({ dependsOn }) => dependsOn.filter((ref) => !refs.has(ref)));
  expect(dangling).toEqual([]);
});

test('everything that is shipped is under a permissive licence', () => {
  expect(licenceFaults(shippedOnly(workspaceBill(), shippedPackages(ROOT)))).toEqual([]);
});

test.each([
  [[{ license: { id: 'GPL-3.0-only' } }], 'a@1.0.0 is shipped under GPL-3.0-only.'],
  [[{ expression: 'MIT AND LGPL-2.1' }], 'a@1.0.0 is shipped under MIT AND LGPL-2.1.'],
  [[{ license: { name: 'SEE LICENSE IN x' } }], 'a@1.0.0 is shipped under SEE LICENSE IN x.'],
  [[], 'a@1.0.0 is shipped under no licence that it names.'],
  [[{ expression: '(GPL-2.0 OR MIT)' }], undefined],
])('of the licences %j it says: %s', (licenses, fault) => {
  const component = { 'bom-ref': 'a@1.0.0', name: 'a', version: '1.0.0', licenses };
  const bill = { metadata: { component }, components: [component], dependencies: [] };
  expect(licenceFaults(bill)).toEqual(fault === undefined ? [] : [fault]);
});
