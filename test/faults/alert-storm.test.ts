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

  const toldAlerts = (status: string) =>
    storm.messages.flatMap(({ payload }) => payload.alerts.filter((alert) => alert.status === status));

  test(
    'arrive in 500 groups, each alert once, and so do their ends',
    async () => {
      storm.setBroken(true);
      await waitFor('all alerts', () => toldAlerts('firing').length >= RACKS * MACHINES, PATIENCE_MS);
      storm.setBroken(false);
      await waitFor('all ends', () => toldAlerts('resolved').length >= RACKS * MACHINES, PATIENCE_MS);
      for (const status of ['firing', 'resolved']) {
        const told = toldAlerts(status);
        expect(told).toHaveLength(RACKS * MACHINES);
        expect(new Set(told.map(({ fingerprint }) => fingerprint)).size).toBe(RACKS * MACHINES);
      }
      const statuses = Map.groupBy(storm.messages, ({ payload }) => payload.groupKey);
      expect(statuses.size).toBe(RACKS);
      for (const messages of statuses.values()) {
        expect(messages.map(({ payload }) => payload.status)).toEqual(['firing', 'resolved']);
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
