import type { StationEvent } from '../contract.ts';

type Listener = (event: StationEvent) => void;

/** Tells the open pages that something changed; carries no data. */
export interface EventBus {
  emit(event: StationEvent): void;
  /** Returns a function that ends the subscription. */
  subscribe(listener: Listener): () => void;
}

export function createEventBus(): EventBus {
  const listeners = new Set<Listener>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
