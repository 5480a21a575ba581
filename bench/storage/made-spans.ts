import type { Attributes, Span } from '@telltale/model';
import { SERVICES } from './services.ts';

/** The traces of six hours. */
export const SPANS_START_MS = Date.UTC(2026, 4, 28, 20, 26, 40);
export const SPANS_TIME_MS = 6 * 3_600_000;
export const SPANS_PER_TRACE = 10;

const OPERATIONS = 8;

/** Makes traces of ten spans that call each other through twelve services, about 260 bytes a span as JSON. */
export class MadeSpans {
  readonly #traces: number;
  readonly #resources = new Map<string, Attributes>(
    SERVICES.map((service) => [service, { 'host.name': `${service}-1`, 'service.version': '2.4.1' }]),
  );
  #state = 7;
  #made = 0;

  /** @param traces - that are made in all, which are spread over the time. */
  constructor(traces: number) {
    this.#traces = traces;
  }

  /** The spans of the next traces. */
  take(traces: number): Span[] {
    return Array.from({ length: traces }, () => this.#trace()).flat();
  }

  #trace(): Span[] {
    const traceId = this.#hex(32);
    const startMs = SPANS_START_MS + Math.floor((this.#made++ / this.#traces) * SPANS_TIME_MS);
    const spans: Span[] = [];
    for (let place = 0; place < SPANS_PER_TRACE; place++) {
      const parent = place === 0 ? undefined : spans[this.#below(place)];
      const service = place === 0 ? 'api' : SERVICES[this.#below(SERVICES.length)];
      spans.push(this.#span(traceId, service, startMs, parent));
    }
    return spans;
  }

  #span(traceId: string, service: string, startMs: number, parent: Span | undefined): Span {
    const longestUs = parent === undefined ? 200_000 : parent.durationMs * 600;
    const isOutlier = this.#chance(0.02);
    const durationUs = Math.floor(longestUs * (0.2 + this.#random()) * (isOutlier ? 8 : 1));
    return {
      traceId,
      spanId: this.#hex(16),
      ...(parent !== undefined && { parentSpanId: parent.spanId }),
      name: `operation ${this.#below(OPERATIONS)}`,
      kind: parent === undefined ? 'server' : 'internal',
      startMs: startMs + this.#below(10_000) / 1000,
      durationMs: durationUs / 1000,
      status: this.#chance(0.02) ? 'error' : 'unset',
      service,
      attributes: {
        'http.route': `/r/${this.#below(30)}`,
        'http.response.status_code': this.#chance(0.02) ? 500 : 200,
        'user.id': this.#below(20_000),
        'db.system.name': 'postgresql',
        host: `n${this.#below(4)}`,
      },
      events: [],
      links: [],
      resource: this.#resources.get(service) ?? {},
    };
  }

  #hex(digits: number): string {
    let text = '';
    while (text.length < digits)
      text += this.#below(2 ** 32)
        .toString(16)
        .padStart(8, '0');
    return text;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A span as JSON, without what all of a program have in common. */
export function jsonOfSpan({ resource: _resource, events: _events, links: _links, ...span }: Span): string {
  return JSON.stringify(span);
}
