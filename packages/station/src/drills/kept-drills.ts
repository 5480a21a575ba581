import type { Documents, JsonValue, StateStore } from '@telltale/model';
import type { DrillScope } from './drilled-alerts.ts';

/** What is remembered of a drill: whose alerts are no real ones, and until when. */
export interface KeptDrill {
  readonly scope: DrillScope;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  /** Whether the real receivers are told. */
  readonly isReal: boolean;
}

/** Drills on disk: what they made fire may outlive a process that ends in the middle. */
export interface KeptDrills {
  put(id: string, drill: KeptDrill): Promise<void>;
  delete(id: string): Promise<void>;
  all(): Promise<readonly (readonly [id: string, drill: KeptDrill])[]>;
}

export function createKeptDrills(state: StateStore): KeptDrills {
  const documents: Documents = state.documents('drills');
  return {
    // Plain JSON, on its way there and back.
    put: (id, drill) => documents.put(id, drill as unknown as JsonValue),
    delete: (id) => documents.delete(id),
    all: async () =>
      (await documents.entries()).map(([id, drill]) => [id, drill as unknown as KeptDrill] as const),
  };
}
