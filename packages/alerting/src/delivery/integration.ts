import type { Receiver } from '@telltale/model';
import type { Channel } from '../channels/channel.ts';
import type { ChannelGate } from './channel-gate.ts';

/** One of the ways in which the receivers of one name are told. */
export interface Integration {
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  /** Position among those of the same receiver and kind. */
  readonly index: number;
  /** Another one after a reload. */
  channel: Channel;
  readonly gate: ChannelGate;
}

/** Names an integration, over reloads and restarts. */
export function integrationKey({ receiver, kind, index }: Omit<Integration, 'channel' | 'gate'>): string {
  return JSON.stringify([receiver, kind, index]);
}

/** The integrations of a configuration, before they have channels. */
export function numberedReceivers(
  receivers: readonly Receiver[],
): readonly { readonly definition: Receiver; readonly index: number }[] {
  const counts = new Map<string, number>();
  return receivers.map((definition) => {
    const key = JSON.stringify([definition.name, definition.kind]);
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return { definition, index };
  });
}
