import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode, MetricMetadata } from '@telltale/model';
import type { TaskOptions } from '../answer/answerer.ts';
import type { AppendNote } from '../cache/append-history.ts';
import type { AnswerRequest, QueryAnswer } from '../query-answers.ts';

/** What the query thread is told once. */
export interface ThreadSettings {
  readonly dataFolder: string;
  readonly closedWindows: boolean;
  readonly experimental: boolean;
  readonly maxSamples: number;
  /** Memory for samples and values of all running queries. */
  readonly maxBytes: number;
  /** Memory for cached results. */
  readonly maxResultBytes: number;
}

/** What the query thread is started with. */
export interface ThreadData {
  readonly settings: ThreadSettings;
  /** Where it asks the store for what is in memory. */
  readonly storePort: MessagePort;
}

/** What the main thread sends. */
export type ThreadOrder =
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly request: AnswerRequest;
      readonly options: TaskOptions;
      /** What was appended up to now. */
      readonly sequence: number;
      readonly notes: readonly AppendNote[];
    }
  /** Sends the next chunk of an answer. */
  | { readonly kind: 'more'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'metadata'; readonly families: ReadonlyMap<string, MetricMetadata> };

/** An error as plain data. */
export interface PlainError {
  /** Absent for what nobody expected. */
  readonly code?: ErrorCode;
  readonly message: string;
  readonly fix?: string;
}

/** What the query thread sends. The last message of a query is an answer or chunk that is last, or its failure. */
export type ThreadReport =
  | {
      readonly kind: 'answer';
      readonly id: number;
      readonly chunk: Uint8Array;
      readonly isLast: boolean;
      readonly cost: Omit<QueryAnswer, 'body'>;
    }
  | { readonly kind: 'chunk'; readonly id: number; readonly chunk: Uint8Array; readonly isLast: boolean }
  | { readonly kind: 'failed'; readonly id: number; readonly error: PlainError };
