import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { provokeAlerts } from 'telltale-example-support/proving';

import { FAULTS } from '../../src/faults/faults.ts';
import type { Bench } from '../bench.ts';

const CRITICAL = ['HighErrorRate', 'AIServiceDown'];

/** The faults that alerts tell of. */
const TOLD = [
  { rows: ['S4-01'], fault: 'database', isLong: true },
  { rows: ['S4-01'], fault: 'provider', isLong: false },
  { rows: ['S4-01'], fault: 'slow', isLong: true },
  { rows: ['S4-01'], fault: 'connections', isLong: true },
];

/** The alerts, provoked by what really goes wrong. */
export const ALERT_PROOFS: readonly Proof<Bench>[] = TOLD.map(({ rows, fault, isLong }) => {
  const { what, alerts, run } = FAULTS[fault];
  return {
    rows,
    isLong,
    title: `${alerts.join(' and ')}: ${what}; told, and told when it is over`,
    run: async (bench) => {
      const { arrivals, site } = bench;
      await provokeAlerts({ arrivals, alerts, receiversOf, run: (signal) => run(site, signal) });
      assert.deepEqual(bench.refused, []);
    },
  };
});

/** What is critical is mailed as well. */
function receiversOf(alert: string): readonly string[] {
  return CRITICAL.includes(alert) ? ['web.hook', 'email'] : ['web.hook'];
}
