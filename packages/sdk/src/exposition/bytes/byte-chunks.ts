/** Bytes of a chunk: large enough for few writes, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 64 * 1024;

/** Fewer bytes are copied: each chunk is a write to the socket. */
const LEND_FROM_BYTES = CHUNK_BYTES / 4;
/** Chunks that wait for their next use at most: half a megabyte. */
const MAX_POOLED = 8;

/** Bytes that are sent from where they are kept: they must not change while somebody has them. */
export interface Lease {
  /** How many have them. */
  count: number;
}

/** Chunks whose bytes have been sent and that can be filled again: new memory costs more than the copying. */
export class ChunkPool {
  readonly #free: Buffer[] = [];
  readonly #lent = new WeakSet<ArrayBufferLike>();
  readonly #leases = new WeakMap<ArrayBufferLike, Lease>();

  /** An empty chunk. */
  take(): Buffer {
    const chunk = this.#free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
    this.#lent.add(chunk.buffer);
    return chunk;
  }

  /** Notes that somebody gets bytes that are kept elsewhere. */
  lend({ buffer }: Uint8Array, lease: Lease): void {
    lease.count++;
    this.#leases.set(buffer, lease);
  }

  /** Takes a chunk back; nobody may read it any more. Anything else is left alone. */
  give({ buffer }: Uint8Array): void {
    const lease = this.#leases.get(buffer);
    if (lease && lease.count > 0) lease.count--;
    if (!this.#lent.delete(buffer) || this.#free.length >= MAX_POOLED) return;
    this.#free.push(Buffer.from(buffer));
  }
}

/**
 * Collects bytes into chunks. What is written is copied, so that its buffer may be changed at once; what is
 * lent becomes a chunk itself.
 */
export class ByteChunks {
  readonly #pool: ChunkPool;
  readonly #full: Uint8Array[] = [];
  #current: Buffer | undefined;
  #at = 0;

  constructor(pool: ChunkPool) {
    this.#pool = pool;
  }

  /** Adds bytes. */
  write(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      const chunk = (this.#current ??= this.#pool.take());
      const length = Math.min(bytes.length - done, CHUNK_BYTES - this.#at);
      chunk.set(length === bytes.length ? bytes : bytes.subarray(done, done + length), this.#at);
      this.#at += length;
      done += length;
      if (this.#at === CHUNK_BYTES) this.#close();
    }
  }

  /** Adds bytes without a copy, where they are many; the lease tells when all have given them back. */
  lend(bytes: Uint8Array, lease: Lease): void {
    if (bytes.length < LEND_FROM_BYTES) {
      this.write(bytes);
      return;
    }
    this.#close();
    this.#pool.lend(bytes, lease);
    this.#full.push(bytes);
  }

  /** Adds text. */
  writeText(text: string): void {
    if (text !== '') this.write(Buffer.from(text));
  }

  /** The oldest full chunk, if there is one. */
  takeFull(): Uint8Array | undefined {
    return this.#full.shift();
  }

  /** What is left, full or not; `undefined` at the end. */
  takeRest(): Uint8Array | undefined {
    if (this.#full.length === 0) this.#close();
    return this.#full.shift();
  }

  #close(): void {
    if (this.#current && this.#at > 0) this.#full.push(this.#current.subarray(0, this.#at));
    this.#current = undefined;
    this.#at = 0;
  }
}
