import { expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { runFaults } from './fault-run.ts';

const IS_LONG = process.env['TELLTALE_TEST_SCALE'] === 'long';
const FAULTS = IS_LONG ? 1000 : 24;
/** Runs side by side: most of the time they wait. */
const SEEDS = IS_LONG ? [1, 2, 3, 4] : [1, 2];

test.skipIf(!hasProgram('openssl'))(
  `over ${FAULTS} random faults of receivers and of its own process the notifier loses nothing`,
  async () => {
    const reports = await Promise.all(SEEDS.map((seed) => runFaults(seed, FAULTS / SEEDS.length)));
    for (const { lost, ledger } of reports) {
      expect(lost).toEqual([]);
      expect(ledger.disorder).toEqual([]);
      // What comes twice, after a kill between the sending and the noting of it, has the same key.
      expect(ledger.unmarkedDuplicates).toEqual([]);
    }
    const sum = (of: (report: (typeof reports)[number]) => number) =>
      reports.reduce((total, report) => total + of(report), 0);
    const kills = sum(({ faults }) => faults.get('kill -9') ?? 0);
    expect(sum(({ ledger }) => ledger.duplicates)).toBeLessThanOrEqual(kills);
    expect(sum(({ ledger }) => ledger.messages)).toBeGreaterThan(FAULTS);
  },
  FAULTS * 5000,
);
