import { createHmac } from 'node:crypto';
import type { JsonValue, WebhookReceiver } from '@telltale/model';
import type { Channel, ChannelServices, Notification } from '../channel.ts';
import { bodyOf, postMessage, refused } from '../post-message.ts';
import { compileWebhookBody } from './webhook-body.ts';
import { buildWebhookPayload } from './webhook-payload.ts';

/**
 * Posts Alertmanager's webhook message, version 4, or a body of the receiver's own.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for a body that is no template.
 */
export function createWebhookChannel(receiver: WebhookReceiver, services: ChannelServices): Channel {
  return {
    receiver,
    compose: composer(receiver),
    send: async (message, attempt) => {
      const fault = faultOf(message);
      if (fault !== undefined) return refused(fault);
      const body = bodyOf(message);
      return postMessage({
        services,
        attempt,
        prepare: async (read) => {
          const { url, authorization, signature } = receiver;
          const headers = {
            ...(authorization && { authorization: `Bearer ${await read(authorization)}` }),
            ...(signature && {
              'x-telltale-signature': `sha256=${signatureOf(body, await read(signature))}`,
            }),
          };
          return { url: typeof url === 'string' ? url : await read(url), body, headers };
        },
      });
    },
  };
}

function composer(receiver: WebhookReceiver): (notification: Notification) => JsonValue {
  if (receiver.body !== undefined) return compileWebhookBody(receiver, receiver.body);
  const { name, maxAlerts } = receiver;
  return (notification) =>
    JSON.stringify(
      buildWebhookPayload({ ...notification, receiver: name, ...(maxAlerts !== undefined && { maxAlerts }) }),
    );
}

/** What stands in the outbox instead of a body that could not be made. */
function faultOf(message: JsonValue): string | undefined {
  const isRecord = typeof message === 'object' && message !== null && 'fault' in message;
  return isRecord && typeof message.fault === 'string' ? message.fault : undefined;
}

function signatureOf(body: string, key: string): string {
  return createHmac('sha256', key).update(body).digest('hex');
}
