import type { AlertTransition } from '@telltale/alerting';
import type { FastifyInstance } from 'fastify';
import { episodesOf } from '../../../alerts/alert-episodes.ts';
import type { AlertHistoryResponse } from '../../../contract.ts';
import { registerRead } from '../../read-route.ts';
import { rangeParameters } from '../range-parameters.ts';

/** More is more than anybody reads; a shorter range has them all. */
const MAX_EPISODES = 1000;

/** `GET /api/telltale/alert_history?start=&end=&alert=` */
export function registerAlertHistory(
  server: FastifyInstance,
  history: () => Promise<readonly AlertTransition[]>,
  now: () => number,
): void {
  registerRead(
    server,
    '/api/telltale/alert_history',
    async ({ parameters }): Promise<AlertHistoryResponse> => {
      const alert = parameters.get('alert') ?? '';
      const range = rangeParameters(parameters, now());
      const transitions = await history();
      const episodes = episodesOf(transitions, { ...range, ...(alert !== '' && { alert }) });
      return {
        episodes: episodes.slice(0, MAX_EPISODES),
        isTruncated: episodes.length > MAX_EPISODES,
        keptSinceMs: transitions[0]?.atMs ?? null,
      };
    },
  );
}
