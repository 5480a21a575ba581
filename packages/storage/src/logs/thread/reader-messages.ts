import type { LogFilter } from '@telltale/model';
import type { BlockCount } from '../search/count-blocks.ts';
import type { BlockSearch } from '../search/search-blocks.ts';
import type { SentError } from '../../read/remote/sent-error.ts';

/** What a reader thread is started with. */
export interface LogReaderOptions {
  readonly folderPath: string;
}

/** A question about blocks, which `packBlockRefs` has packed. */
export type LogQuestion = { readonly blocks: Float64Array; readonly filter: LogFilter | undefined } & (
  | { readonly kind: 'search'; readonly search: BlockSearch }
  | { readonly kind: 'count'; readonly count: BlockCount }
);

export type LogReaderMessage =
  | { readonly kind: 'ask'; readonly id: number; readonly question: LogQuestion }
  /** Nobody waits for the answer any more. */
  | { readonly kind: 'cancel'; readonly id: number }
  /** Files of these days are about to be deleted. */
  | { readonly kind: 'closeDays'; readonly days: readonly number[] }
  | { readonly kind: 'close' };

export interface LogPageAnswer {
  readonly kind: 'page';
  /** JSON of packed sources. */
  readonly sources: string;
  /** JSON of packed records, some hundred in each, so that reading them gives other work its turns. */
  readonly chunks: readonly string[];
  readonly isCut: boolean;
}

export type LogAnswer = LogPageAnswer | { readonly kind: 'counts'; readonly steps: Float64Array };

export type LogReaderReport =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: LogAnswer }
  | { readonly kind: 'failed'; readonly id: number; readonly error: SentError }
  | { readonly kind: 'damaged'; readonly dayMs: number; readonly blockId: number };
