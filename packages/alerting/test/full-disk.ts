import { createMemoryState } from '@telltale/model';
import type { JsonValue, StateStore } from '@telltale/model';

/** A state store that can be read and not written; empty by default. */
export function createFullDisk(state: StateStore = createMemoryState()): StateStore {
  const full = () => Promise.reject(new Error('disk full'));
  return {
    journal: <Value extends JsonValue>(name: string) => ({ ...state.journal<Value>(name), append: full }),
    documents: <Value extends JsonValue>(name: string) => ({
      ...state.documents<Value>(name),
      put: full,
      delete: full,
    }),
  };
}
