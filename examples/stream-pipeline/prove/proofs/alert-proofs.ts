import type { Proof } from 'telltale-example-support/proving';
import { alertProofs } from 'telltale-example-support/proving';

import { ALL_FAULTS } from '../../src/faults/all-faults.ts';
import type { Bench } from '../bench.ts';

const RECEIVERS = ['hook', 'chat', 'mail'];
const CRITICAL = ['ServiceDown', 'ServiceUnhealthy', 'HighErrorRate', 'NoMessagesProcessed'];

/** The faults that go wrong at the same time, and what they prove. */
const PROVOKED = [
  { rows: ['S1-41', 'S1-39', 'S1-37', 'S1-35', 'S1-12'], faults: ['poison', 'errors'], isLong: false },
  { rows: ['S1-34'], faults: ['kill-stage'], isLong: true },
  { rows: ['S1-40'], faults: ['stop-producer'], isLong: true },
  { rows: ['S1-36'], faults: ['slow-requests'], isLong: true },
  { rows: ['S1-39'], faults: ['slow-metadata'], isLong: true },
  { rows: ['S1-38'], faults: ['memory'], isLong: true },
];

/** The alerts, provoked by what really goes wrong. */
export const ALERT_PROOFS: readonly Proof<Bench>[] = alertProofs({
  provoked: PROVOKED.map((one) => ({ ...one, faults: one.faults.map((name) => ALL_FAULTS[name]) })),
  receiversOf,
});

/** What cannot wait calls somebody too. */
function receiversOf(alert: string): readonly string[] {
  return CRITICAL.includes(alert) ? [...RECEIVERS, 'oncall'] : RECEIVERS;
}
