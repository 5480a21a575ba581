import { encodeNumbers } from './number-columns.ts';
import { packColumns } from './packed-columns.ts';

/** Bytes of an id of a trace; those of spans have half as many. */
export const TRACE_ID_BYTES = 16;
export const SPAN_ID_BYTES = 8;

/** The different ids of a block in the order they come, and of each record its place in them, from 1; 0 for none. */
export class IdList {
  readonly #places = new Map<string, number>();
  readonly #ofRecord: number[] = [];

  add(id: string | null): void {
    if (id === null) {
      this.#ofRecord.push(0);
      return;
    }
    let place = this.#places.get(id);
    if (place === undefined) this.#places.set(id, (place = this.#places.size + 1));
    this.#ofRecord.push(place);
  }

  get ids(): string[] {
    return [...this.#places.keys()];
  }

  get places(): Uint8Array {
    return encodeNumbers(this.#ofRecord);
  }

  get bytes(): Uint8Array {
    return Buffer.from(this.ids.join(''), 'hex');
  }
}

/** Groups: places of traces and spans of the records; the different traces; the different spans. */
export function packIds(traces: IdList, spans: IdList): Uint8Array {
  return packColumns([[traces.places, spans.places], [traces.bytes], [spans.bytes]]);
}

/** The number by which a filter knows a trace: the first digits are random in all ids that are made to the rules. */
export function traceHash(traceId: string): number {
  const [a, b, c, d] = [0, 8, 16, 24].map((start) => Number.parseInt(traceId.slice(start, start + 8), 16));
  return (a ^ b ^ c ^ d) >>> 0;
}
