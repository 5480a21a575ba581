import type { Forwarder } from './forwarder.ts';

/** What keeps items. */
export interface ItemWriter<Item> {
  append(items: readonly Item[]): Promise<void>;
}

/**
 * Gives what a store has taken to forwarders too, before it is acknowledged: what a sender was told is kept also
 * waits on disk to be sent on. A store that refuses items refuses them for all.
 */
export function forwardingWriter<Item>(
  store: ItemWriter<Item>,
  forwarders: readonly Forwarder<Item>[],
): ItemWriter<Item> {
  if (forwarders.length === 0) return store;
  return {
    append: async (items) => {
      await store.append(items);
      await Promise.all(forwarders.map((forwarder) => forwarder.offer(items)));
    },
  };
}
