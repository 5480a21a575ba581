import type { JournalBounds } from '@telltale/model';

/** A change of journals or documents, as the writer thread applies it. Keys and values are JSON texts. */
export type StateChange =
  | {
      readonly kind: 'append';
      readonly journal: string;
      readonly timeMs: number;
      readonly value: string;
      readonly bounds: Required<JournalBounds>;
    }
  | { readonly kind: 'put'; readonly collection: string; readonly key: string; readonly value: string }
  | { readonly kind: 'delete'; readonly collection: string; readonly key: string };
