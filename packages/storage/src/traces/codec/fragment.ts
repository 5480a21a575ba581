import type { Attributes, Span, SpanEvent, SpanLink } from '@telltale/model';
import { ByteReader } from '../../bytes/byte-reader.ts';
import { readAttributes } from './attribute-codec.ts';
import type { TextSource } from './attribute-codec.ts';
import {
  FIRST_PARENT,
  MICROSECONDS_PER_MS,
  NO_PARENT,
  PARENT_ELSEWHERE,
  SPAN_KINDS,
  SPAN_STATUSES,
  STATUS_SHIFT,
} from './fragment-writer.ts';
import { RESOURCE_HASH_BYTES } from './resource-hashes.ts';
import { hexAt, textAt } from './text-codec.ts';

const TRACE_ID_BYTES = 16;
const SPAN_ID_BYTES = 8;
const SPAN_ID_DIGITS = 16;

/** What is read of a span at once: all but what only those want who look at it. */
export interface SpanHead extends Pick<
  Span,
  'traceId' | 'spanId' | 'parentSpanId' | 'kind' | 'status' | 'service' | 'name' | 'startMs' | 'durationMs'
> {
  /** The name of what it calls. */
  readonly peer: string | undefined;
}

/** Gives the attributes of a program by their hash, in hexadecimal digits. */
export type ResourceSource = (hash: string) => Attributes;

/** Where the parts of a fragment begin. */
interface Layout {
  readonly texts: FragmentTexts;
  readonly idsAt: number;
  readonly headsAt: number;
}

/** All heads, and for each the number of its program and where its details begin. */
interface Heads {
  readonly heads: SpanHead[];
  readonly programs: Uint32Array;
  readonly details: Uint32Array;
}

/** Spans of one trace that came together, as `FragmentWriter` wrote them. Only what is asked for is read. */
export class Fragment {
  readonly bytes: Uint8Array;
  readonly traceId: string;
  readonly spanCount: number;
  /** When the first of its spans begins, and the last one. */
  readonly firstStartMs: number;
  readonly lastStartMs: number;
  readonly #firstStart: number;
  readonly #programsAt: number;

  constructor(bytes: Uint8Array) {
    const reader = new ByteReader(bytes, TRACE_ID_BYTES);
    this.bytes = bytes;
    this.traceId = hexAt(bytes, 0, TRACE_ID_BYTES);
    this.spanCount = reader.varint();
    this.#firstStart = reader.varint();
    this.firstStartMs = this.#firstStart / MICROSECONDS_PER_MS;
    this.lastStartMs = (this.#firstStart + reader.varint()) / MICROSECONDS_PER_MS;
    this.#programsAt = reader.offset;
  }

  /** The hashes of the programs that its spans are of. */
  resourceHashes(): string[] {
    const reader = new ByteReader(this.bytes, this.#programsAt);
    const count = reader.varint();
    return Array.from({ length: count }, (_, program) => {
      const start = reader.offset + program * RESOURCE_HASH_BYTES;
      return hexAt(this.bytes, start, start + RESOURCE_HASH_BYTES);
    });
  }

  /** In the order they were written. */
  heads(): SpanHead[] {
    return this.#readHeads(this.#layout()).heads;
  }

  /** Whole spans: those that are `wanted`. */
  spans(resourceOf: ResourceSource, wanted: (head: SpanHead) => boolean = () => true): Span[] {
    const layout = this.#layout();
    const { heads, programs, details } = this.#readHeads(layout);
    let resources: Attributes[] | undefined;
    return heads.flatMap((head, place) => {
      if (!wanted(head)) return [];
      resources ??= this.resourceHashes().map(resourceOf);
      const reader = new ByteReader(this.bytes, details[place]);
      return [readSpan(reader, layout.texts, head, resources[programs[place]])];
    });
  }

  #layout(): Layout {
    const reader = new ByteReader(this.bytes, this.#programsAt);
    const programs = reader.varint();
    reader.offset += programs * RESOURCE_HASH_BYTES;
    const texts = new FragmentTexts(reader);
    const idsAt = reader.offset;
    return { texts, idsAt, headsAt: idsAt + this.spanCount * SPAN_ID_BYTES };
  }

  #readHeads({ texts, idsAt, headsAt }: Layout): Heads {
    const count = this.spanCount;
    const ids = hexAt(this.bytes, idsAt, headsAt);
    const idOf = (place: number) => ids.slice(place * SPAN_ID_DIGITS, (place + 1) * SPAN_ID_DIGITS);
    const reader = new ByteReader(this.bytes, headsAt);
    const heads: SpanHead[] = [];
    const programs = new Uint32Array(count);
    const details = new Uint32Array(count);
    let detailsBytes = 0;
    for (let place = 0; place < count; place++) {
      heads.push(this.#readHead(reader, texts, idOf, place));
      programs[place] = reader.varint();
      details[place] = detailsBytes;
      detailsBytes += reader.varint();
    }
    // The details stand behind the last head.
    for (let place = 0; place < count; place++) details[place] += reader.offset;
    return { heads, programs, details };
  }

  #readHead(
    reader: ByteReader,
    texts: FragmentTexts,
    idOf: (place: number) => string,
    place: number,
  ): SpanHead {
    const words = reader.u8();
    const parentSpanId = readParent(reader, idOf);
    const service = texts.textOf(reader.varint());
    const name = texts.textOf(reader.varint());
    const startMs = (this.#firstStart + reader.varint()) / MICROSECONDS_PER_MS;
    const durationMs = reader.varint() / MICROSECONDS_PER_MS;
    return {
      traceId: this.traceId,
      spanId: idOf(place),
      parentSpanId,
      kind: SPAN_KINDS[words & ((1 << STATUS_SHIFT) - 1)],
      status: SPAN_STATUSES[words >> STATUS_SHIFT],
      service,
      name,
      startMs,
      durationMs,
      peer: texts.optional(reader.varint()),
    };
  }
}

function readParent(reader: ByteReader, idOf: (place: number) => string): string | undefined {
  const parent = reader.varint();
  if (parent === NO_PARENT) return undefined;
  if (parent >= FIRST_PARENT) return idOf(parent - FIRST_PARENT);
  if (parent !== PARENT_ELSEWHERE) return undefined;
  reader.offset += SPAN_ID_BYTES;
  return hexAt(reader.bytes, reader.offset - SPAN_ID_BYTES, reader.offset);
}

function readSpan(reader: ByteReader, texts: FragmentTexts, head: SpanHead, resource: Attributes): Span {
  const { peer: _, parentSpanId, startMs, ...rest } = head;
  const scope = texts.optional(reader.varint());
  const statusMessage = texts.optional(reader.varint());
  const traceState = texts.optional(reader.varint());
  const attributes = readAttributes(reader, texts);
  return {
    ...rest,
    startMs,
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(scope !== undefined && { scope }),
    ...(statusMessage !== undefined && { statusMessage }),
    ...(traceState !== undefined && { traceState }),
    attributes,
    events: readEvents(reader, texts, startMs),
    links: readLinks(reader, texts),
    resource,
  };
}

function readEvents(reader: ByteReader, texts: FragmentTexts, startMs: number): SpanEvent[] {
  const start = Math.round(startMs * MICROSECONDS_PER_MS);
  const count = reader.varint();
  return Array.from({ length: count }, () => {
    const timeMs = (start + reader.zigzag()) / MICROSECONDS_PER_MS;
    const name = texts.textOf(reader.varint());
    return { timeMs, name, attributes: readAttributes(reader, texts) };
  });
}

function readLinks(reader: ByteReader, texts: FragmentTexts): SpanLink[] {
  const count = reader.varint();
  return Array.from({ length: count }, () => {
    const start = reader.offset;
    reader.offset += TRACE_ID_BYTES + SPAN_ID_BYTES;
    const traceId = hexAt(reader.bytes, start, start + TRACE_ID_BYTES);
    const spanId = hexAt(reader.bytes, start + TRACE_ID_BYTES, reader.offset);
    return { traceId, spanId, attributes: readAttributes(reader, texts) };
  });
}

/** The texts of a fragment, each decoded when it is asked for first. */
class FragmentTexts implements TextSource {
  readonly #bytes: Uint8Array;
  /** Begin and end of each. */
  readonly #bounds: Uint32Array;
  readonly #known: (string | undefined)[];

  /** Leaves the reader behind the texts. */
  constructor(reader: ByteReader) {
    const count = reader.varint();
    this.#bytes = reader.bytes;
    this.#bounds = new Uint32Array(count * 2);
    this.#known = Array.from<undefined>({ length: count });
    for (let number = 0; number < count; number++) {
      const length = reader.varint();
      this.#bounds[number * 2] = reader.offset;
      reader.offset += length;
      this.#bounds[number * 2 + 1] = reader.offset;
    }
  }

  textOf(number: number): string {
    let text = this.#known[number];
    if (text === undefined) {
      text = textAt(this.#bytes, this.#bounds[number * 2], this.#bounds[number * 2 + 1]);
      this.#known[number] = text;
    }
    return text;
  }

  /** Where 0 stands for none, and other numbers are one too large. */
  optional(number: number): string | undefined {
    return number === 0 ? undefined : this.textOf(number - 1);
  }
}
