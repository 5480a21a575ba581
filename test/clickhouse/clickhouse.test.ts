import { createClickHouseLogs } from '@telltale/station';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeLogStore } from '../stores/log-store-contract.ts';
import type { RunningClickHouse } from './start-chdb.ts';
import { hasChdb, startChdb } from './start-chdb.ts';

describe.skipIf(!hasChdb)('ClickHouse', () => {
  let clickhouse: RunningClickHouse;
  let databases = 0;
  beforeAll(async () => {
    clickhouse = await startChdb();
  });
  afterAll(() => clickhouse.stop());

  /** A database that nothing is in. */
  const fresh = () => ({ url: clickhouse.url, database: `test_${databases++}`, createTables: true });

  describeLogStore('in ClickHouse', { open: async () => createClickHouseLogs(fresh()), filters: 100 });
});
