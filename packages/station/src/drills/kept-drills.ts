import type { Documents, StateStore } from '@telltale/model';
import type { DrillScope } from './drilled-alerts.ts';

/* A type, not an interface: only these are assignable to JSON values. */
/** What is remembered of a drill: whose alerts are no real ones, and until when. */
export type KeptDrill = {
  readonly scope: DrillScope;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
  /** Whether the real receivers are told. */
  readonly isReal: boolean;
};

/** Drills on disk: what they made fire may outlive a process that ends in the middle. */
export interface KeptDrills {
  put(id: string, drill: KeptDrill): Promise<void>;
  delete(id: string): Promise<void>;
  all(): Promise<readonly (readonly [id: string, drill: KeptDrill])[]>;
}

/** Keeps drills in `drills` of the state. */
export function createKeptDrills(state: StateStore): KeptDrills {
  const documents: Documents<KeptDrill> = state.documents('drills');
  return {
    put: (id, drill) => documents.put(id, drill),
    delete: (id) => documents.delete(id),
    all: () => documents.entries(),
  };
}
