import { TelltaleError } from '@telltale/model';
import type { Receiver } from '@telltale/model';
import type { Channel, ChannelServices } from './channel.ts';
import { createWebhookChannel } from './webhook/webhook-channel.ts';

/** The way to tell a receiver. */
export function channelFor(receiver: Receiver, services: ChannelServices): Channel {
  switch (receiver.kind) {
    case 'webhook':
      return createWebhookChannel(receiver, services);
    default:
      throw new TelltaleError('TT_DEFINITION_INVALID', `There is no channel for ${receiver.kind}.`);
  }
}
