import type { Readable, Writable } from 'node:stream';

/** Writes what a child writes to where it would have written itself, unchanged, and as fast as that is read. */
export class PassThroughOutput {
  readonly #source: Readable;
  readonly #target: Writable;
  readonly #onChunk: (chunk: Buffer) => void;
  #isWaiting = false;
  #chunks = 0;

  constructor(source: Readable, target: Writable, onChunk: (chunk: Buffer) => void) {
    this.#source = source;
    this.#target = target;
    this.#onChunk = onChunk;
    source.on('data', this.#pass);
    // The end of a child may break its output off.
    source.on('error', this.#end);
    // Nobody reads any more: the child is told so, as without us.
    target.on('error', this.#end);
  }

  /** Chunks until now; Infinity while the reader is waited for. */
  get progress(): number {
    return this.#isWaiting ? Infinity : this.#chunks;
  }

  /** Reads no more. */
  close(): void {
    this.#source.destroy();
    this.#target.off('error', this.#end);
  }

  readonly #end = (): void => void this.#source.destroy();

  readonly #pass = (chunk: Buffer): void => {
    this.#chunks++;
    this.#onChunk(chunk);
    if (this.#target.write(chunk)) return;
    this.#isWaiting = true;
    this.#source.pause();
    this.#target.once('drain', () => {
      this.#isWaiting = false;
      this.#source.resume();
    });
  };
}
