import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';

import { ALL_FAULTS } from '../../src/faults/all-faults.ts';
import type { Bench } from '../bench.ts';

const RECEIVERS = ['hook', 'chat', 'mail'];
const CRITICAL = ['ServiceDown', 'ServiceUnhealthy', 'HighErrorRate', 'NoMessagesProcessed'];
const ALERT_WITHIN_MS = 30_000;

/** Each fault, what it leads to, and whether it is among the tests that are always run. */
const PROVOKED = [
  { rows: ['S1-41', 'S1-39'], fault: 'poison' },
  { rows: ['S1-37', 'S1-35', 'S1-12'], fault: 'errors' },
  { rows: ['S1-34'], fault: 'kill-stage', isLong: true },
  { rows: ['S1-40'], fault: 'stop-producer', isLong: true },
  { rows: ['S1-36'], fault: 'slow-requests', isLong: true },
  { rows: ['S1-39'], fault: 'slow-metadata', isLong: true },
  { rows: ['S1-38'], fault: 'memory', isLong: true },
];

/** The alerts, provoked by what really goes wrong. */
export const ALERT_PROOFS: readonly Proof<Bench>[] = PROVOKED.map(({ rows, fault, isLong = false }) => ({
  rows,
  isLong,
  title: `${ALL_FAULTS[fault].alerts.join(' and ')}: ${ALL_FAULTS[fault].what}; told, and told when it is over`,
  run: (bench) => provoke(bench, fault),
}));

async function provoke(bench: Bench, fault: string): Promise<void> {
  const { alerts, run } = ALL_FAULTS[fault];
  const from = bench.arrivals.length;
  const told = (receiver: string, alert: string, status: string) =>
    bench.arrivals
      .slice(from)
      .some((one) => one.receiver === receiver && one.alert === alert && one.status === status);
  const isToldEverywhere = (status: string) => () =>
    alerts.every((alert) => receiversOf(alert).every((receiver) => told(receiver, alert, status)));
  const good = new AbortController();
  const running = run(bench.site, good.signal);
  try {
    const what = `${alerts.join(' and ')} to be told`;
    await Promise.race([waitFor(what, isToldEverywhere('firing'), ALERT_WITHIN_MS), running]);
  } finally {
    good.abort();
    await running;
  }
  await waitFor(`${alerts.join(' and ')} to be over`, isToldEverywhere('resolved'), ALERT_WITHIN_MS);
  assert.deepEqual(bench.refused, []);
}

/** What cannot wait calls somebody too. */
function receiversOf(alert: string): readonly string[] {
  return CRITICAL.includes(alert) ? [...RECEIVERS, 'oncall'] : RECEIVERS;
}
