const SPAN_ID_BYTES = 8;

/** The traces that were not kept lately, with the ids of their spans: what is sent again is not counted again. */
export class DroppedTraces {
  readonly #maxSpans: number;
  /** The oldest first; the ids of spans one after another. */
  readonly #spans = new Map<string, Uint8Array>();
  #count = 0;

  /** @param maxSpans - of which the ids are remembered. */
  constructor(maxSpans: number) {
    this.#maxSpans = maxSpans;
  }

  has(traceId: string): boolean {
    return this.#spans.has(traceId);
  }

  /** The ids of the spans of a trace that were not kept. */
  spanIds(traceId: string): string[] {
    const digits = Buffer.from(this.#spans.get(traceId) ?? []).toString('hex');
    return digits.match(/.{16}/g) ?? [];
  }

  add(traceId: string, spanIds: readonly string[]): void {
    const known = this.spanIds(traceId);
    this.#delete(traceId);
    this.#spans.set(traceId, Buffer.from([...known, ...spanIds].join(''), 'hex'));
    this.#count += known.length + spanIds.length;
    for (const oldest of this.#spans.keys()) {
      if (this.#count <= this.#maxSpans) break;
      this.#delete(oldest);
    }
  }

  #delete(traceId: string): void {
    this.#count -= (this.#spans.get(traceId)?.length ?? 0) / SPAN_ID_BYTES;
    this.#spans.delete(traceId);
  }
}
