import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { NamedTest } from '../../scripts/faults/fault-map.ts';
import { faultsOfMap, readFaultMap } from '../../scripts/faults/fault-map.ts';
import { ROOT } from '../support/program.ts';

const CASES = 90;
const DOCS = join(ROOT, 'docs');

function read(file: string): string | undefined {
  const path = join(DOCS, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

test('every case of the page of faults has tests that are there and not skipped', () => {
  const entries = readFaultMap(read('faults.md') ?? '');
  expect(faultsOfMap(entries, CASES, read)).toEqual([]);
  expect(entries.filter(({ number }) => number === undefined).length).toBeGreaterThan(15);
});

test('every test that the threat model names is there and not skipped', () => {
  const rows = (read('guides/threat-model.md') ?? '').split('\n').filter((line) => line.startsWith('| '));
  const entries = rows.slice(2).map((row) => ({ what: row.slice(0, 40), tests: testsOf(row) }));
  expect(entries.length).toBeGreaterThan(8);
  expect(faultsOfMap(entries, 0, (file) => read(join('guides', file)))).toEqual([]);
});

/** The tests that a row links to. */
function testsOf(row: string): readonly NamedTest[] {
  const links = row.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g);
  return [...links].map(([, title, file]) => ({ title, file }));
}

test.each([
  ['a case without a test', '1. A fault.\n', 'Case 1: no test is named.'],
  ['a case that is missing', '- A kind.\n  - [works](a.ts)\n', 'Case 1 is not there once.'],
  ['a file that is not there', '1. A fault.\n   - [works](b.ts)\n', 'Case 1: there is no file b.ts.'],
  ['a title that no test has', '1. A fault.\n   - [w](a.ts)\n', 'Case 1: no test of a.ts has the title "w".'],
  ['a test that is skipped', '1. A fault.\n   - [rests](a.ts)\n', 'Case 1: the test "rests" is skipped.'],
])('%s is told', (_, page, fault) => {
  const source = `test('works', () => {});\ntest.skip('rests', () => {});\n`;
  const files = new Map([['a.ts', source]]);
  expect(faultsOfMap(readFaultMap(page), 1, (file) => files.get(file))).toEqual([fault]);
});
