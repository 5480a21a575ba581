import type { Notifier } from '@telltale/alerting';
import type { FastifyInstance } from 'fastify';
import type { SilenceEffectsResponse } from '../../../contract.ts';
import { registerRead } from '../../read-route.ts';

/** `GET /api/telltale/silences/effects`: how many alerts each silence mutes now. */
export function registerSilenceEffects(server: FastifyInstance, notifier: Notifier): void {
  registerRead(server, '/api/telltale/silences/effects', async (): Promise<SilenceEffectsResponse> => {
    const counts = new Map<string, number>();
    for (const id of notifier.alerts().flatMap(({ silencedBy }) => silencedBy)) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return { muted: Object.fromEntries(counts) };
  });
}
