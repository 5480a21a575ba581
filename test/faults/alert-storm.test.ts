import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { MACHINES, RACKS, startStorm } from './storm-bench.ts';
import type { StormBench } from './storm-bench.ts';

/** A machine that does a lot besides takes long for it. */
const PATIENCE_MS = 120_000;

/** A scrape that does not end within it would end all alerts. */
const INTERVAL_MS = 4000;

describe('10,000 alerts at once', () => {
  let storm: StormBench;
  const folder = suiteFolder();

  beforeAll(async () => {
    storm = await startStorm(folder.path, INTERVAL_MS);
  });
  afterAll(() => storm.stop());

  const toldAlerts = (status: string) => {
    const alerts = storm.messages.flatMap(({ payload }) => payload.alerts);
    return new Set(alerts.filter((alert) => alert.status === status).map(({ fingerprint }) => fingerprint));
  };

  test(
    'arrive in 500 groups, all of them and no message twice, and so do their ends',
    async () => {
      storm.setBroken(true);
      await waitFor('all alerts', () => toldAlerts('firing').size === RACKS * MACHINES, PATIENCE_MS);
      storm.setBroken(false);
      await waitFor('all ends', () => toldAlerts('resolved').size === RACKS * MACHINES, PATIENCE_MS);
      const groups = Map.groupBy(storm.messages, ({ payload }) => payload.groupKey);
      expect(groups.size).toBe(RACKS);
      for (const messages of groups.values()) {
        const said = messages.map(({ payload }) =>
          payload.alerts.map(({ fingerprint, status }) => `${fingerprint} ${status}`).toSorted(),
        );
        expect(new Set(said.map(String)).size).toBe(said.length);
        // A machine that does much else may see a part of a group first, and then all of it.
        const states = messages.map(({ payload }) => payload.status);
        expect(states.filter((state, at) => state !== states[at - 1])).toEqual(['firing', 'resolved']);
      }
    },
    3 * PATIENCE_MS,
  );

  test('do not stop the scrapes', async () => {
    const times = await storm.scrapes(300);
    const due = (times[times.length - 1] - times[0]) / INTERVAL_MS;
    expect(times.length).toBeGreaterThan(3);
    expect(times.length).toBeGreaterThan(due / 2);
  });
});
