import type { WebhookReceiver } from '@telltale/model';
import type { Channel, ChannelServices } from '../channel.ts';
import { outcomeOfError, outcomeOfResponse } from '../http-outcome.ts';
import { buildWebhookPayload } from './webhook-payload.ts';

/** Posts Alertmanager's webhook message, version 4. */
export function createWebhookChannel(
  receiver: WebhookReceiver,
  { http, clock, secrets }: ChannelServices,
): Channel {
  return {
    receiver,
    compose: (notification) =>
      JSON.stringify(buildWebhookPayload({ ...notification, receiver: receiver.name })),
    send: async (message, { idempotencyKey, timeoutMs, signal }) => {
      try {
        const response = await http.post({
          url: typeof receiver.url === 'string' ? receiver.url : await secrets(receiver.url),
          headers: {
            'content-type': 'application/json',
            'user-agent': 'telltale',
            'idempotency-key': idempotencyKey,
          },
          body: typeof message === 'string' ? message : JSON.stringify(message),
          timeoutMs,
          signal,
        });
        return outcomeOfResponse(response, clock.now());
      } catch (error) {
        return outcomeOfError(error);
      }
    },
  };
}
