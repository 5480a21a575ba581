import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ExpositionFormat } from '@telltale/model';
import { ByteChunks, ChunkPool } from './bytes/byte-chunks.ts';
import type { EscapingScheme } from './names/name-escaping.ts';
import type { Exposed } from './text/text-steps.ts';
import { textSteps } from './text/text-steps.ts';
import { TextCache } from './text/text-cache.ts';

/** Formats of a metrics page: those of text, and Prometheus' own protocol buffers. */
export type PageFormat = ExpositionFormat | 'protobuf';

/** How a page is written. */
export interface PageForm {
  readonly format: PageFormat;
  readonly escaping: EscapingScheme;
}

/** What {@link createExposition} takes. */
export interface ExpositionOptions {
  /** Memory for text that is kept from scrape to scrape, in bytes; 16 MiB by default. */
  readonly textCacheBytes?: number;
}

/** Writes metrics pages. What stands in them is kept, so that the next page costs only what has changed. */
export interface Exposition {
  /** A whole page of text at once. Names that are not plain get underscores. */
  page(exposed: Exposed, format: ExpositionFormat): string;
  /**
   * A page in chunks, made in slices of half a millisecond. A chunk belongs to whoever takes it, until it is
   * given back. Pages may be written at the same time.
   */
  chunks(exposed: Exposed, form: PageForm): AsyncGenerator<Uint8Array>;
  /** Gives a chunk back, once, when its bytes have been sent: it is filled again. */
  giveBack(chunk: Uint8Array): void;
  /** Memory of the text that is kept, in bytes. */
  readonly cachedBytes: number;
}

const DEFAULT_CACHE_BYTES = 16 * 1024 * 1024;
/** How long the event loop is kept at a time. */
const SLICE_MS = 0.4;

/** Makes a writer of metrics pages with a cache of its own. */
export function createExposition(options: ExpositionOptions = {}): Exposition {
  const cache = new TextCache(options.textCacheBytes ?? DEFAULT_CACHE_BYTES);
  const pool = new ChunkPool();
  return {
    get cachedBytes() {
      return cache.usedBytes;
    },
    giveBack: (chunk) => pool.give(chunk),
    page: (exposed, format) => {
      const chunks = new ByteChunks(pool);
      const steps = textSteps(exposed, { format, escaping: 'underscores' }, cache, chunks);
      while (steps.next().done !== true);
      return takeAll(chunks, pool);
    },
    chunks: async function* (exposed, { format, escaping }) {
      const chunks = new ByteChunks(pool);
      yield* inSlices(await stepsOf(exposed, { format, escaping }, cache, chunks), chunks);
    },
  };
}

async function stepsOf(
  exposed: Exposed,
  { format, escaping }: PageForm,
  cache: TextCache,
  chunks: ByteChunks,
): Promise<Iterator<undefined>> {
  if (format !== 'protobuf') return textSteps(exposed, { format, escaping }, cache, chunks);
  // Few scrapers ask for it; what writes it is loaded for the first of them.
  const { protobufSteps } = await import('./protobuf/protobuf-steps.ts');
  return protobufSteps(exposed, escaping, chunks);
}

/** Makes steps, gives the event loop its turn in between, and hands out what is full. */
async function* inSlices(steps: Iterator<undefined>, chunks: ByteChunks): AsyncGenerator<Uint8Array> {
  let sliceEndMs = performance.now() + SLICE_MS;
  while (steps.next().done !== true) {
    for (let full = chunks.takeFull(); full; full = chunks.takeFull()) yield full;
    if (performance.now() < sliceEndMs) continue;
    await nextTurn();
    sliceEndMs = performance.now() + SLICE_MS;
  }
  for (let rest = chunks.takeRest(); rest; rest = chunks.takeRest()) yield rest;
}

function takeAll(chunks: ByteChunks, pool: ChunkPool): string {
  const all: Uint8Array[] = [];
  for (let rest = chunks.takeRest(); rest; rest = chunks.takeRest()) all.push(rest);
  const page = Buffer.concat(all).toString();
  for (const chunk of all) pool.give(chunk);
  return page;
}
