import type { Documents, JsonValue, StateStore } from '@telltale/model';
import type { LogPosition } from '@telltale/storage';
import type { Division } from './divide-piece.ts';

/** A piece of the log that is being sent, and how it is divided: it is sent again in the same requests. */
export interface PieceUnderWay extends Division {
  readonly to: LogPosition;
}

/** How far a destination is. */
export interface ForwardProgress {
  /** Everything before it is where it belongs. */
  readonly position: LogPosition;
  /** Exemplars up to this number, too. */
  readonly exemplar: number;
  /** Begins at the position; the receiver may have any part of it. */
  readonly underWay?: PieceUnderWay;
}

/** Keeps how far a destination is; durable when `save` resolves. */
export interface ProgressStore {
  load(): Promise<ForwardProgress | undefined>;
  save(progress: ForwardProgress): Promise<void>;
}

/** The progress of one destination among the documents of a store. */
export function progressStore(state: StateStore, key: string): ProgressStore {
  const documents: Documents = state.documents('forward-metrics');
  return {
    load: async () => readProgress(await documents.get(key)),
    save: ({ position, exemplar, underWay }) =>
      documents.put(key, {
        position: { ...position },
        exemplar,
        ...(underWay && { underWay: { ...underWay, to: { ...underWay.to } } }),
      }),
  };
}

/** Gives nothing where that is not what was written here. */
function readProgress(value: JsonValue | undefined): ForwardProgress | undefined {
  const position = readPosition(field(value, 'position'));
  const exemplar = field(value, 'exemplar');
  if (!position || typeof exemplar !== 'number') return undefined;
  const given = field(value, 'underWay');
  const to = readPosition(field(given, 'to'));
  const shards = field(given, 'shards');
  const maxSamplesPerSend = field(given, 'maxSamplesPerSend');
  if (!to || typeof shards !== 'number' || typeof maxSamplesPerSend !== 'number') {
    return { position, exemplar };
  }
  return { position, exemplar, underWay: { to, shards, maxSamplesPerSend } };
}

function readPosition(value: JsonValue | undefined): LogPosition | undefined {
  const segment = field(value, 'segment');
  const offset = field(value, 'offset');
  return typeof segment === 'number' && typeof offset === 'number' ? { segment, offset } : undefined;
}

function field(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value)).get(name);
}
