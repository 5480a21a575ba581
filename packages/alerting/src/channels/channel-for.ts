import type { Receiver } from '@telltale/model';
import type { Channel, ChannelServices } from './channel.ts';
import { createEmailChannel } from './email/email-channel.ts';
import { createPagerDutyChannel } from './pagerduty/pagerduty-channel.ts';
import { createSlackChannel } from './slack/slack-channel.ts';
import { createWebhookChannel } from './webhook/webhook-channel.ts';

/**
 * The way to tell a receiver.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for a receiver that cannot be told: a template that cannot be
 * read, an address that is none.
 */
export function channelFor(receiver: Receiver, services: ChannelServices): Channel {
  switch (receiver.kind) {
    case 'webhook':
      return createWebhookChannel(receiver, services);
    case 'slack':
      return createSlackChannel(receiver, services);
    case 'pagerduty':
      return createPagerDutyChannel(receiver, services);
    case 'email':
      return createEmailChannel(receiver, services);
  }
}
