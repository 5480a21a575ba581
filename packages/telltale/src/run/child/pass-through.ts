import type { Readable, Writable } from 'node:stream';

/** Writes what a child writes to where it would have written itself, unchanged, and as fast as that is read. */
export class PassThroughOutput {
  readonly #source: Readable;
  readonly #target: Writable;
  readonly #onChunk: (chunk: Buffer) => Promise<void> | undefined;
  #waits = 0;
  #chunks = 0;

  /** @param onChunk Sees what is passed; the next chunk waits for what it gives. */
  constructor(source: Readable, target: Writable, onChunk: (chunk: Buffer) => Promise<void> | undefined) {
    this.#source = source;
    this.#target = target;
    this.#onChunk = onChunk;
    source.on('data', this.#pass);
    // The end of a child may break its output off.
    source.on('error', this.#end);
    // Nobody reads any more: the child is told so, as without us.
    target.on('error', this.#end);
  }

  /** Chunks until now; Infinity while somebody is waited for. */
  get progress(): number {
    return this.#waits > 0 ? Infinity : this.#chunks;
  }

  /** Reads no more. */
  close(): void {
    this.#source.destroy();
    this.#target.off('error', this.#end);
  }

  readonly #end = (): void => void this.#source.destroy();

  readonly #pass = (chunk: Buffer): void => {
    this.#chunks++;
    const seen = this.#onChunk(chunk);
    if (seen) void seen.then(this.#hold());
    if (!this.#target.write(chunk)) this.#target.once('drain', this.#hold());
  };

  /** Reads no more until the result is called. */
  #hold(): () => void {
    this.#waits++;
    this.#source.pause();
    return () => {
      if (--this.#waits === 0) this.#source.resume();
    };
  }
}
