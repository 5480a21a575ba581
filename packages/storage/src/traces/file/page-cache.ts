import type { PartEntry } from './trace-page.ts';

/** A page that was unpacked. */
export interface KeptPage {
  readonly parts: readonly PartEntry[];
  readonly bytes: Uint8Array;
}

/** The pages that were read last, of all files: searches that follow each other read the same. */
export class PageCache {
  readonly #maxBytes: number;
  /** Those that were read longest ago first. */
  readonly #pages = new Map<string, KeptPage>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): KeptPage | undefined {
    const page = this.#pages.get(key);
    if (page === undefined) return undefined;
    this.#pages.delete(key);
    this.#pages.set(key, page);
    return page;
  }

  set(key: string, page: KeptPage): void {
    this.#delete(key);
    this.#pages.set(key, page);
    this.#bytes += page.bytes.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#bytes -= this.#pages.get(key)?.bytes.length ?? 0;
    this.#pages.delete(key);
  }
}
