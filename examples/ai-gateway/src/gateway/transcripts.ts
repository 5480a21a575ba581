import type { Client } from 'minio';

import { BUCKET } from '../../sites.ts';
import type { Exchange } from './conversations.ts';

/** Keeps what was said as objects, beside the work: an answer does not wait for it. */
export function createTranscripts(storage: Client, onFailure: (error: unknown) => void) {
  const writing = new Set<Promise<unknown>>();
  return {
    add: (exchange: Exchange): void => {
      const name = `${exchange.conversation}/${Date.now()}-${writing.size}.json`;
      const written = storage.putObject(BUCKET, name, JSON.stringify(exchange)).catch(onFailure);
      writing.add(written);
      void written.finally(() => writing.delete(written));
    },
    /** Resolves when all is written. */
    end: async (): Promise<void> => {
      await Promise.all(writing);
    },
  };
}

/** Transcripts that are kept. */
export type Transcripts = ReturnType<typeof createTranscripts>;
