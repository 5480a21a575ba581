import type { Span } from '@telltale/model';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { Turn } from '../../turns/turn.ts';
import { Fragment } from './fragment.ts';
import { FragmentWriter, MAX_FRAGMENT_SPANS } from './fragment-writer.ts';
import { BatchResources, RESOURCE_HASH_BYTES } from './resource-hashes.ts';
import { hexAt, readText, writeText } from './text-codec.ts';

/** The version of what follows it. */
const VERSION = 1;
/** Spans that are written without a look at the clock. */
const SPANS_PER_LOOK = 256;

/** What was appended at once, as it is in the log. */
export interface SpanBatch {
  readonly fragments: readonly Fragment[];
  /** Attributes of programs as JSON, by the hexadecimal digits of their hashes. */
  readonly resources: ReadonlyMap<string, string>;
}

/** Writes spans as one batch. One call at a time. */
export class SpanBatchWriter {
  readonly #resources = new BatchResources();
  readonly #fragmentWriter = new FragmentWriter(this.#resources);
  readonly #fragment = new ByteWriter(1 << 14);
  readonly #fragments = new ByteWriter(1 << 16);

  /** @param spans - sound. Other work gets its turns meanwhile. */
  async write(spans: readonly Span[]): Promise<Uint8Array<ArrayBuffer>> {
    this.#fragments.length = 0;
    const turn = new Turn();
    let count = 0;
    let sinceLook = 0;
    for (const ofTrace of Map.groupBy(spans, ({ traceId }) => traceId).values()) {
      for (let first = 0; first < ofTrace.length; first += MAX_FRAGMENT_SPANS) {
        const some = ofTrace.slice(first, first + MAX_FRAGMENT_SPANS);
        this.#writeFragment(some);
        count++;
        sinceLook += some.length;
        if (sinceLook < SPANS_PER_LOOK) continue;
        sinceLook = 0;
        if (turn.isOver) await turn.end();
      }
    }
    return this.#join(count);
  }

  #writeFragment(spans: readonly Span[]): void {
    this.#fragment.length = 0;
    this.#fragmentWriter.write(this.#fragment, spans);
    this.#fragments.varint(this.#fragment.length);
    this.#fragments.raw(this.#fragment.bytes.subarray(0, this.#fragment.length));
  }

  #join(count: number): Uint8Array<ArrayBuffer> {
    const resources = this.#resources.take();
    const writer = new ByteWriter(this.#fragments.length + (1 << 10));
    writer.u8(VERSION);
    writer.varint(resources.length);
    for (const { hash, json } of resources) {
      writer.raw(hash);
      writeText(writer, json);
    }
    writer.varint(count);
    writer.raw(this.#fragments.bytes.subarray(0, this.#fragments.length));
    return writer.copy();
  }
}

/** Reads what {@link SpanBatchWriter} wrote; nothing where another version did. The fragments are views. */
export function readSpanBatch(bytes: Uint8Array): SpanBatch | undefined {
  const reader = new ByteReader(bytes);
  if (reader.u8() !== VERSION) return undefined;
  const resources = new Map<string, string>();
  for (let left = reader.varint(); left > 0; left--) {
    const start = reader.offset;
    reader.offset += RESOURCE_HASH_BYTES;
    resources.set(hexAt(bytes, start, reader.offset), readText(reader));
  }
  const count = reader.varint();
  const fragments = Array.from({ length: count }, () => new Fragment(reader.raw(reader.varint())));
  return { fragments, resources };
}
