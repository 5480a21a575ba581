import { expect, test } from 'vitest';
import type { Span } from './span.ts';
import { keepsTrace } from './tail-sampling.ts';

function span(over: Partial<Span> = {}): Span {
  const ids = { traceId: `${'a'.repeat(16)}${'f'.repeat(16)}`, spanId: 'b'.repeat(16) };
  const nothing = { attributes: {}, resource: {}, events: [], links: [] };
  const work = { name: 'work', kind: 'server', status: 'unset', service: 'shop' } as const;
  return { ...ids, ...work, startMs: 1000, durationMs: 10, ...nothing, ...over };
}

test('errors and slow traces are kept whatever the share', () => {
  expect(keepsTrace({ ratio: 0 }, [span()])).toBe(false);
  expect(keepsTrace({ ratio: 0 }, [span(), span({ status: 'error' })])).toBe(true);
  expect(keepsTrace({ ratio: 0, keepErrors: false }, [span({ status: 'error' })])).toBe(false);
  const far = span({ startMs: 1500 });
  expect(keepsTrace({ ratio: 0, slowerThanMs: 510 }, [span(), far])).toBe(true);
  expect(keepsTrace({ ratio: 0, slowerThanMs: 511 }, [span(), far])).toBe(false);
});

test('the share of a tenth is a tenth of the ids', () => {
  let kept = 0;
  const step = 0x1_0000_0000 / 10_000;
  for (let index = 0; index < 10_000; index++) {
    const digits = Math.floor(index * step)
      .toString(16)
      .padStart(8, '0');
    if (keepsTrace({ ratio: 0.1 }, [span({ traceId: `${'0'.repeat(16)}${digits}00000000` })])) kept++;
  }
  // The first thousand, and the one that the border falls into.
  expect(kept).toBe(1001);
});
