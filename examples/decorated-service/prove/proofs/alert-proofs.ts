import assert from 'node:assert/strict';
import type { Proof } from 'telltale-example-support/proving';
import { provokeAlerts } from 'telltale-example-support/proving';
import { untilAborted } from 'telltale-example-support/waiting';

import type { FaultName } from '../../src/faults/faults.ts';
import { FAULTS } from '../../src/faults/faults.ts';
import type { Bench } from '../bench.ts';

const PROVOKED: readonly { readonly name: FaultName; readonly rows: readonly string[] }[] = [
  { name: 'slow', rows: ['S3-24', 'S3-26'] },
  { name: 'errors', rows: ['S3-41'] },
  { name: 'memory', rows: ['S3-25', 'S3-26'] },
];

/** The alerts of the guide, provoked by what really goes wrong. */
export const ALERT_PROOFS: readonly Proof<Bench>[] = PROVOKED.map(({ name, rows }) => {
  const { alert, what } = FAULTS[name];
  return {
    rows,
    isLong: name !== 'errors',
    title: `${alert}: ${what}; told, and told when it is over`,
    run: async (bench) => {
      await provokeAlerts({
        arrivals: bench.arrivals,
        alerts: [alert],
        receiversOf: () => ['hook'],
        run: async (signal) => {
          await bench.setFault(name, true);
          await untilAborted(signal);
          await bench.setFault(name, false);
        },
      });
      assert.deepEqual(bench.refused, []);
    },
  };
});
