import type { Proof } from 'telltale-example-support/proving';
import { alertProofs } from 'telltale-example-support/proving';

import { ALL_FAULTS } from '../../src/faults/all-faults.ts';
import type { Bench } from '../bench.ts';

/** What is critical is mailed as well. */
const CRITICAL = ['ApiErrorRateHigh', 'PgPoolExhausted', 'DiskSpaceLow', 'ExtractionWorkerDown'];

/** The faults that go wrong at the same time, and what they prove. */
const PROVOKED = [
  { rows: ['S2-20', 'S2-26', 'S2-27'], faults: ['malformed', 'redis-memory', 'disk'], isLong: false },
  { rows: ['S2-22', 'S2-24'], faults: ['slow-queries'], isLong: true },
  { rows: ['S2-19', 'S2-21'], faults: ['lost-table'], isLong: true },
  { rows: ['S2-23'], faults: ['hung-task'], isLong: true },
  { rows: ['S2-25'], faults: ['connections'], isLong: true },
  { rows: ['S2-28'], faults: ['sockets'], isLong: true },
  { rows: ['S2-01'], faults: ['worker'], isLong: true },
];

/** The alerts, provoked by what really goes wrong. */
export const ALERT_PROOFS: readonly Proof<Bench>[] = alertProofs({
  provoked: PROVOKED.map((one) => ({ ...one, faults: one.faults.map((name) => ALL_FAULTS[name]) })),
  receiversOf,
});

function receiversOf(alert: string): readonly string[] {
  return CRITICAL.includes(alert) ? ['hook', 'mail'] : ['hook'];
}
