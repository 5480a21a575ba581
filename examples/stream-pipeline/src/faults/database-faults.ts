import { withDatabase } from 'telltale-example-support/servers';
import { untilAborted } from 'telltale-example-support/waiting';

import { INSTRUMENT_OF } from '../market/schema.ts';
import type { Fault } from './fault.ts';

/** Looking up the metadata of an instrument takes ten seconds. */
export const slowMetadata: Fault = {
  what: 'the query for the metadata of an instrument takes ten seconds',
  alerts: ['MessageProcessingLag'],
  run: (site, signal) =>
    withDatabase(site().adminUrl, async (client) => {
      await client.query(INSTRUMENT_OF.replace("as 'select", "as 'select pg_sleep(10); select"));
      await untilAborted(signal);
      await client.query(INSTRUMENT_OF);
    }),
};

const AGAIN_MS = 250;

/** The database does not let the aggregation in any more. */
export const errors: Fault = {
  what: 'the database does not let the aggregation in any more, so that every write fails',
  alerts: ['HighErrorRate', 'ServiceUnhealthy'],
  run: (site, signal) =>
    withDatabase(site().adminUrl, async (client) => {
      await client.query('alter role aggregation nologin');
      // More than once: a connection that is being opened was let in before, and is not listed yet.
      while (!signal.aborted) {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'aggregation'`,
        );
        await untilAborted(signal, AGAIN_MS);
      }
      await client.query('alter role aggregation login');
    }),
};

/** With the pause less than two scrapes of the demo: between any three of them somebody has waited to the end. */
const LOCKED_MS = 1750;
const PAUSE_MS = 50;

/** Somebody locks the table that the pages of the projection are read from, again and again. */
export const slowRequests: Fault = {
  what: 'a report locks the projections for nearly two seconds, again and again, so that who reads them waits',
  alerts: ['HighRequestLatency'],
  run: (site, signal) =>
    withDatabase(site().adminUrl, async (client) => {
      while (!signal.aborted) {
        await client.query('begin');
        await client.query('lock table projection in access exclusive mode');
        await untilAborted(signal, LOCKED_MS);
        await client.query('commit');
        await untilAborted(signal, PAUSE_MS);
      }
    }),
};
