import type { LogRecord } from '@telltale/model';
import { seededRandom } from '../../packages/storage/test/seeded-random.ts';
import { SERVICES } from './services.ts';

/*
 * Lines of twelve services over a day: 227 bytes each as JSON, with five attributes and a trace id that some six
 * lines share; a tenth debug, most info, a twentieth warnings and errors.
 */

export const LINES_START_MS = Date.UTC(2026, 4, 28);
export const LINES_SPAN_MS = 86_400_000;
/** In one line of all. */
export const RARE_WORD = 'zanzibar-7741';

const ROUTES = [
  '/api/v1/orders',
  '/api/v1/users/:id',
  '/api/v1/search',
  '/health',
  '/api/v1/extract/pdf',
  '/api/v1/extract/step',
];
const HOSTS = ['n1', 'n2', 'n3', 'n4'];
const CARD_CODES = ['expired', 'declined', 'cvc'];
const RESOURCE = Object.assign(Object.create(null), { 'service.namespace': 'shop' });

/** Makes lines one after the other; the same for the same number of lines. */
export class LogLines {
  readonly #lines: number;
  readonly #random = seededRandom(42);
  #next = 0;
  #service = 0;
  #traceId = '';
  #linesOfTrace = 0;

  constructor(lines: number) {
    this.#lines = lines;
  }

  take(count: number): LogRecord[] {
    return Array.from({ length: count }, () => this.#line());
  }

  #line(): LogRecord {
    const number = this.#next++;
    if (this.#linesOfTrace-- <= 0) {
      this.#traceId = this.#hex(32);
      this.#linesOfTrace = 2 + this.#below(9);
    }
    if (this.#random() < 0.5) this.#service = this.#below(SERVICES.length);
    const severity = severityOf(this.#random());
    const isRare = number === Math.floor(this.#lines * 0.37);
    return {
      timeMs: LINES_START_MS + Math.floor((number / this.#lines) * LINES_SPAN_MS),
      severity,
      service: SERVICES[this.#service],
      message: isRare ? `rare needle ${RARE_WORD} found` : this.#message(severity >= 17),
      traceId: this.#traceId,
      attributes: Object.assign(Object.create(null), {
        route: ROUTES[this.#below(ROUTES.length)],
        status: severity >= 17 ? 500 : 200,
        dur: Number((this.#random() * 400).toFixed(2)),
        user: this.#below(50_000),
        host: HOSTS[this.#below(HOSTS.length)],
      }),
      resource: RESOURCE,
    };
  }

  #message(isError: boolean): string {
    const texts = isError
      ? [
          () => `connect ECONNREFUSED 10.0.${this.#below(8)}.${this.#below(255)}:5432`,
          () => `payment declined for order-${this.#below(900_000)} code card_${CARD_CODES[this.#below(3)]}`,
          () =>
            `unhandled rejection TypeError: cannot read properties of undefined (reading 'id') at handler_${this.#below(30)}`,
        ]
      : [
          () => `request completed in ${(this.#random() * 400).toFixed(1)}ms`,
          () => `cache miss for key user:${this.#below(50_000)}:profile`,
          () => `query returned ${this.#below(500)} rows from table orders_${this.#below(40)}`,
          () => `job extract-${this.#hex(8)} progress ${this.#below(100)}%`,
          () => `websocket client ${this.#hex(6)} subscribed to room board-${this.#below(3000)}`,
          () =>
            `model inference finished tokens=${this.#below(4000)} latency=${(this.#random() * 9).toFixed(2)}s`,
        ];
    return texts[this.#below(texts.length)]();
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #hex(digits: number): string {
    let hex = '';
    while (hex.length < digits) {
      hex += Math.floor(this.#random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0');
    }
    return hex.slice(0, digits);
  }
}

function severityOf(share: number): number {
  if (share < 0.1) return 5;
  if (share < 0.88) return 9;
  if (share < 0.96) return 13;
  return share < 0.995 ? 17 : 21;
}

/** The line as a program would print it. */
export function jsonOfLine({ timeMs, severity, service, message, traceId, attributes }: LogRecord): string {
  return JSON.stringify({
    level: severity,
    time: timeMs,
    service,
    msg: message,
    trace_id: traceId,
    ...attributes,
  });
}
