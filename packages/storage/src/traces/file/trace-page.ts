import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { Fragment } from '../codec/fragment.ts';

/** A page is full with so many bytes of parts: what compresses well and is still read in a tenth of a millisecond. */
const FULL_PAGE_BYTES = 24 * 1024;
/** The id of a part is that of its page times this, and its place in the page. */
export const PARTS_PER_PAGE = 64;

/** Room for the whole page halves the time to unpack it; the library wants this at least. */
const MIN_CHUNK_BYTES = 64;

/** What was damaged is noticed when it is read. */
const COMPRESSION = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

/** What is known of a part without reading it. */
export interface PartEntry {
  readonly start: number;
  readonly end: number;
  /** From the first begin of its spans to the last end. */
  readonly durationMs: number;
}

/** What is written of a page. */
export interface WrittenPage {
  readonly id: number;
  readonly directory: Uint8Array;
  readonly data: Uint8Array;
}

/** Collects the parts of traces, some thirty in a page, which is compressed as one. */
export class TracePages {
  readonly #parts = new ByteWriter(FULL_PAGE_BYTES * 2);
  readonly #directory = new ByteWriter(256);
  readonly #pages: WrittenPage[] = [];
  #id: number;
  #count = 0;

  /** @param firstId - of the first page. */
  constructor(firstId: number) {
    this.#id = firstId;
  }

  /** Adds a part; returns its id. */
  add(fragments: readonly Uint8Array[], durationMs: number): number {
    const before = this.#parts.length;
    for (const bytes of fragments) {
      this.#parts.varint(bytes.length);
      this.#parts.raw(bytes);
    }
    this.#directory.varint(this.#parts.length - before);
    // Rounded up: by this, traces that may be slow enough are found.
    this.#directory.varint(Math.ceil(durationMs));
    const part = this.#id * PARTS_PER_PAGE + this.#count++;
    if (this.#parts.length >= FULL_PAGE_BYTES || this.#count === PARTS_PER_PAGE) this.#finish();
    return part;
  }

  /** All pages. */
  take(): readonly WrittenPage[] {
    if (this.#count > 0) this.#finish();
    return this.#pages;
  }

  #finish(): void {
    const data = zstdCompressSync(this.#parts.take(), COMPRESSION);
    this.#pages.push({ id: this.#id++, directory: this.#directory.take(), data });
    this.#count = 0;
  }
}

/** Where the parts of a page are in it. */
export function readDirectory(directory: Uint8Array): PartEntry[] {
  const reader = new ByteReader(directory);
  const entries: PartEntry[] = [];
  let start = 0;
  while (reader.offset < directory.length) {
    const end = start + reader.varint();
    entries.push({ start, end, durationMs: reader.varint() });
    start = end;
  }
  return entries;
}

/**
 * The parts of a page one after another.
 *
 * @param parts - its directory.
 * @throws where they are damaged.
 */
export function unpackPage(data: Uint8Array, parts: readonly PartEntry[]): Uint8Array {
  const bytes = parts.at(-1)?.end ?? 0;
  const chunkSize = Math.max(MIN_CHUNK_BYTES, bytes + 1);
  const page = zstdDecompressSync(data, { chunkSize, maxOutputLength: bytes + 1 });
  if (page.length !== bytes) throw new Error(`a page has ${page.length} bytes instead of ${bytes}`);
  return page;
}

/** The fragments of a part, as views. */
export function fragmentsOf(page: Uint8Array, { start, end }: PartEntry): Fragment[] {
  const reader = new ByteReader(page, start);
  const fragments: Fragment[] = [];
  while (reader.offset < end) fragments.push(new Fragment(reader.raw(reader.varint())));
  return fragments;
}
