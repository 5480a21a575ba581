import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { ledgerFaults } from '../../scripts/ledger/ledger.ts';

/*
 * docs/ledger.json: { "S2-04": { "proof": "real", "tests": ["title of a test", …] }, … }
 *
 * A key is a row of the requirements. "tests" are the titles of the tests that prove it, with the
 * titles of the blocks around them: "the main job > a broken checkout raises …". "proof" says against
 * what: a `real` counterpart, its vendor's `library`, a strict `double`, or a `text`.
 * After all tests have run, `npm test` compares the ledger with their results.
 */
const results = [
  { title: 'a > works', status: 'passed' },
  { title: 'b > fails', status: 'failed' },
  { title: 'c > needs promtool', status: 'skipped' },
] as const;

test('a row whose tests pass or are skipped here has no fault', () => {
  const ledger = { 'S0-01': { proof: 'real', tests: ['a > works', 'c > needs promtool'] } };
  expect(ledgerFaults(ledger, results)).toEqual([]);
});

test('a title that no test has is named', () => {
  const ledger = { 'S0-01': { proof: 'real', tests: ['works'] } };
  expect(ledgerFaults(ledger, results)).toEqual(['S0-01: no test has the title "works".']);
});

test('a failing test is named', () => {
  const ledger = { 'S0-01': { proof: 'double', tests: ['a > works', 'b > fails'] } };
  expect(ledgerFaults(ledger, results)).toEqual(['S0-01: the test "b > fails" fails.']);
});

test('a title that two tests have counts as failing when one of them fails', () => {
  const twice = [...results, { title: 'a > works', status: 'failed' }] as const;
  const ledger = { 'S0-01': { proof: 'double', tests: ['a > works'] } };
  expect(ledgerFaults(ledger, twice)).toHaveLength(1);
  expect(ledgerFaults(ledger, twice.toReversed())).toHaveLength(1);
});

test.each([
  ['a row id that does not exist', { 'X9-1': { proof: 'real', tests: ['a > works'] } }],
  ['an unknown class of proof', { 'S0-01': { proof: 'hope', tests: ['a > works'] } }],
  ['a row without tests', { 'S0-01': { proof: 'real', tests: [] } }],
  ['a row that is not an object', { 'S0-01': null }],
])('%s is a fault', (_, ledger) => {
  expect(ledgerFaults(ledger, results)).toHaveLength(1);
});

test('the ledger of the repository is well formed', () => {
  const ledger: unknown = JSON.parse(
    readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'ledger.json'), 'utf8'),
  );
  const malformed = ledgerFaults(ledger, []).filter((fault) => !fault.includes('no test has the title'));
  expect(malformed).toEqual([]);
});
