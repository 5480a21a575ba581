import { peerOf } from '@telltale/model';
import type { Span, SpanKind, SpanStatus } from '@telltale/model';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { writeAttributes } from './attribute-codec.ts';
import type { TextTable } from './attribute-codec.ts';
import { writeHex, writeText } from './text-codec.ts';

/** In the order of their numbers on disk. */
export const SPAN_KINDS: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer'];
export const SPAN_STATUSES: readonly SpanStatus[] = ['unset', 'ok', 'error'];

/** The status stands above the kind in a byte. */
export const STATUS_SHIFT = 3;

/** How a parent is written: none, its id, or its place in the fragment added to the last of these. */
export const NO_PARENT = 0;
export const PARENT_ELSEWHERE = 1;
export const FIRST_PARENT = 2;

/** More spans of one trace make more fragments, so that none takes long to read. */
export const MAX_FRAGMENT_SPANS = 1000;

/** Times and durations are kept as integers of it. */
export const MICROSECONDS_PER_MS = 1000;

/** Knows the programs that spans are of; a fragment names them by their hashes. */
export interface ResourceHashes {
  hashOf(resource: Span['resource']): Uint8Array;
}

/** Writes spans of one trace as bytes that stand for themselves, but for the attributes of their programs. */
export class FragmentWriter {
  readonly #resources: ResourceHashes;
  readonly #heads = new ByteWriter(1 << 12);
  readonly #details = new ByteWriter(1 << 14);
  readonly #textBytes = new ByteWriter(1 << 12);
  readonly #texts = new Texts();
  readonly #programs = new Map<Span['resource'], number>();
  readonly #places = new Map<string, number>();

  constructor(resources: ResourceHashes) {
    this.#resources = resources;
  }

  /** @param spans - of the same trace, sound, and {@link MAX_FRAGMENT_SPANS} at most. */
  write(writer: ByteWriter, spans: readonly Span[]): void {
    this.#clear(spans);
    const starts = spans.map(({ startMs }) => microsecondsOf(startMs));
    const firstStart = starts.reduce((first, start) => Math.min(first, start));
    const lastStart = starts.reduce((last, start) => Math.max(last, start));
    for (const [place, span] of spans.entries()) this.#writeSpan(span, starts[place] - firstStart);
    writeHex(writer, spans[0].traceId);
    writer.varint(spans.length);
    writer.varint(firstStart);
    writer.varint(lastStart - firstStart);
    this.#writePrograms(writer);
    this.#writeTexts(writer);
    for (const { spanId } of spans) writeHex(writer, spanId);
    writer.raw(this.#heads.bytes.subarray(0, this.#heads.length));
    writer.raw(this.#details.bytes.subarray(0, this.#details.length));
  }

  #clear(spans: readonly Span[]): void {
    this.#heads.length = 0;
    this.#details.length = 0;
    this.#textBytes.length = 0;
    this.#texts.clear();
    this.#programs.clear();
    this.#places.clear();
    for (const [place, { spanId }] of spans.entries()) this.#places.set(spanId, place);
  }

  #writeSpan(span: Span, start: number): void {
    const { kind, status, parentSpanId, service, name, durationMs } = span;
    const heads = this.#heads;
    const texts = this.#texts;
    heads.u8(SPAN_KINDS.indexOf(kind) | (SPAN_STATUSES.indexOf(status) << STATUS_SHIFT));
    this.#writeParent(parentSpanId);
    heads.varint(texts.numberOf(service));
    heads.varint(texts.numberOf(name));
    heads.varint(start);
    heads.varint(microsecondsOf(durationMs));
    heads.varint(texts.optional(peerOf(span)));
    heads.varint(this.#programOf(span.resource));
    const before = this.#details.length;
    this.#writeDetails(span);
    heads.varint(this.#details.length - before);
  }

  #writeParent(parentSpanId: string | undefined): void {
    if (parentSpanId === undefined) {
      this.#heads.varint(NO_PARENT);
      return;
    }
    const place = this.#places.get(parentSpanId);
    this.#heads.varint(place === undefined ? PARENT_ELSEWHERE : FIRST_PARENT + place);
    if (place === undefined) writeHex(this.#heads, parentSpanId);
  }

  #writeDetails({ scope, statusMessage, traceState, attributes, events, links, startMs }: Span): void {
    const details = this.#details;
    const texts = this.#texts;
    for (const text of [scope, statusMessage, traceState]) details.varint(texts.optional(text));
    writeAttributes(details, attributes, texts);
    details.varint(events.length);
    const start = microsecondsOf(startMs);
    for (const event of events) {
      details.zigzag(microsecondsOf(event.timeMs) - start);
      details.varint(texts.numberOf(event.name));
      writeAttributes(details, event.attributes, texts);
    }
    details.varint(links.length);
    for (const link of links) {
      writeHex(details, link.traceId);
      writeHex(details, link.spanId);
      writeAttributes(details, link.attributes, texts);
    }
  }

  #programOf(resource: Span['resource']): number {
    let program = this.#programs.get(resource);
    if (program === undefined) this.#programs.set(resource, (program = this.#programs.size));
    return program;
  }

  #writePrograms(writer: ByteWriter): void {
    writer.varint(this.#programs.size);
    for (const resource of this.#programs.keys()) writer.raw(this.#resources.hashOf(resource));
  }

  /** Texts begin with their bytes, so that those which hold no text that is asked for are passed over at once. */
  #writeTexts(writer: ByteWriter): void {
    for (const text of this.#texts.all()) writeText(this.#textBytes, text);
    writer.varint(this.#texts.size);
    writer.raw(this.#textBytes.bytes.subarray(0, this.#textBytes.length));
  }
}

class Texts implements TextTable {
  readonly #numbers = new Map<string, number>();

  get size(): number {
    return this.#numbers.size;
  }

  numberOf(text: string): number {
    let number = this.#numbers.get(text);
    if (number === undefined) this.#numbers.set(text, (number = this.#numbers.size));
    return number;
  }

  /** Its number plus 1, or 0 where there is none. */
  optional(text: string | undefined): number {
    return text === undefined ? 0 : this.numberOf(text) + 1;
  }

  all(): Iterable<string> {
    return this.#numbers.keys();
  }

  clear(): void {
    this.#numbers.clear();
  }
}

/** Rounded: what is smaller than a microsecond is not kept. */
export function microsecondsOf(timeMs: number): number {
  return Math.round(timeMs * MICROSECONDS_PER_MS);
}
