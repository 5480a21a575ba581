import { Client } from 'pg';
import { withDatabase } from 'telltale-example-support/servers';
import { untilAborted } from 'telltale-example-support/waiting';

import { RECENT_TASK } from '../store/schema.ts';
import type { Fault } from './fault.ts';

/** The list of tasks is slow. */
export const slowQueries: Fault = {
  what: 'the query for the list of tasks sleeps for 1.2 seconds (pg_sleep)',
  alerts: ['ApiLatencyP95High', 'DbQueryP95High'],
  run: (site, signal) =>
    withDatabase(site().adminUrl, async (client) => {
      // Once in each query, before its first row.
      const sleeping = `where (select pg_sleep(1.2))::text is not null`;
      await client.query(RECENT_TASK.replace('where true', sleeping));
      await untilAborted(signal);
      await client.query(RECENT_TASK);
    }),
};

/** Nobody can write or read tasks. */
export const lostTable: Fault = {
  what: 'somebody renames the table of the tasks, so that queries fail and requests with them',
  alerts: ['ApiErrorRateHigh', 'DbQueryErrorRateHigh'],
  run: (site, signal) =>
    withDatabase(site().adminUrl, async (client) => {
      await client.query('alter table task rename to task_of_somebody');
      await untilAborted(signal);
      await client.query('alter table task_of_somebody rename to task');
    }),
};

const FULL_PART = 0.93;
const COUNT = `
  select count(*)::int as taken, current_setting('max_connections')::int as most
    from pg_stat_activity where datname is not null`;

/** Somebody opens connections and keeps them. */
export const heldConnections: Fault = {
  what: 'somebody opens connections to PostgreSQL until 93 % are taken, and keeps them',
  alerts: ['PgPoolExhausted'],
  run: async (site, signal) => {
    const held: Client[] = [];
    try {
      // What the pools give back meanwhile is taken as well.
      while (!signal.aborted) {
        const client = new Client(site().adminUrl);
        await client.connect();
        client.on('error', () => undefined);
        held.push(client);
        const [{ taken, most }] = (await client.query<{ taken: number; most: number }>(COUNT)).rows;
        if (taken >= FULL_PART * most) await untilAborted(signal);
      }
    } finally {
      await Promise.all(held.map((client) => client.end()));
    }
  },
};
