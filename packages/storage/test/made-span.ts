import type { Span } from '@telltale/model';

/** A root of a trace of its own, but for what is said. */
export function madeSpan(number: number, over: Partial<Span> = {}): Span {
  return {
    traceId: traceIdOf(number),
    spanId: spanIdOf(1),
    name: 'GET /orders',
    kind: 'server',
    startMs: Date.UTC(2026, 1, 3, 12) + number,
    durationMs: 10,
    status: 'unset',
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
    ...over,
  };
}

/** Ids that are spread over all shares. */
export function traceIdOf(number: number): string {
  const share = Math.imul(number, 0x9e37_79b1) >>> 0;
  return `${number.toString(16).padStart(16, '0')}${share.toString(16).padStart(8, '0')}${'1'.repeat(8)}`;
}

export function spanIdOf(number: number): string {
  return number.toString(16).padStart(16, '0');
}
