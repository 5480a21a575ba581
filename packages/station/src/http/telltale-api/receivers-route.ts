import type { Notifier } from '@telltale/alerting';
import type { FastifyInstance } from 'fastify';
import type { ReceiversResponse } from '../../contract.ts';
import { receiversView } from '../../views/receivers-view.ts';
import { registerRead } from '../read-route.ts';

/** Older attempts say nothing of how a receiver does now. */
const MAX_NOTIFICATIONS = 500;

/** `GET /api/telltale/receivers` */
export function registerReceivers(server: FastifyInstance, notifier: Notifier): void {
  registerRead(server, '/api/telltale/receivers', async (): Promise<ReceiversResponse> => ({
    receivers: receiversView(notifier.configuration, notifier.notifications(MAX_NOTIFICATIONS)),
  }));
}
