/**
 * Doubles in a chunk: 32 MiB. Memory allocators map an allocation of that size on its own: pages that
 * are never written take nothing, and all go back to the system when it is freed.
 */
const CHUNK_LENGTH = 4 * 1024 * 1024;
/** A smaller answer has memory of its own size. */
const MIN_CHUNKED_LENGTH = 128 * 1024;

/** A place for a column in a chunk. */
export interface ColumnPlace {
  readonly chunk: Float64Array<ArrayBuffer>;
  readonly at: number;
}

/**
 * Chunks that answers left behind. Memory that was used once is there already: an answer in new memory
 * spends more time on getting its pages than on decoding into them, and gives them back late.
 */
export class ChunkPool {
  readonly #maxChunks: number;
  readonly #free: Float64Array<ArrayBuffer>[] = [];

  /** @param maxBytes - of unused chunks. */
  constructor(maxBytes: number) {
    this.#maxChunks = Math.floor(maxBytes / (CHUNK_LENGTH * 8));
  }

  take(): Float64Array<ArrayBuffer> {
    return this.#free.pop() ?? new Float64Array(CHUNK_LENGTH);
  }

  /** Takes chunks back, or frees them at once: the garbage collector sees them as small objects and would take its time. */
  giveBack(chunks: readonly Float64Array<ArrayBuffer>[]): void {
    for (const chunk of chunks) {
      if (chunk.length === CHUNK_LENGTH && this.#free.length < this.#maxChunks) this.#free.push(chunk);
      else chunk.buffer.transfer(0);
    }
  }
}

/** The memory of one answer: its columns lie in few large chunks, as one allocation for each would cost more than filling it. */
export class ColumnArena {
  readonly #pool: ChunkPool;
  readonly #chunks: Float64Array<ArrayBuffer>[] = [];
  #chunk = new Float64Array();
  #used = 0;
  #left: number;

  /** @param length - how many doubles will be taken at most. */
  constructor(pool: ChunkPool, length: number) {
    this.#pool = pool;
    this.#left = length;
  }

  /** Room for a column; what is in it is not defined. */
  take(length: number): ColumnPlace {
    if (this.#chunk.length - this.#used < length) this.#open(length);
    const at = this.#used;
    this.#used += length;
    this.#left -= length;
    return { chunk: this.#chunk, at };
  }

  /** Ends the use of all columns. */
  release(): void {
    this.#pool.giveBack(this.#chunks);
    this.#chunks.length = 0;
    this.#chunk = new Float64Array();
    this.#used = 0;
  }

  #open(length: number): void {
    const isChunked = this.#left >= MIN_CHUNKED_LENGTH && length <= CHUNK_LENGTH;
    this.#chunk = isChunked ? this.#pool.take() : new Float64Array(Math.max(length, this.#left));
    this.#chunks.push(this.#chunk);
    this.#used = 0;
  }
}
