import type { AttributeValue, Span } from '@telltale/model';
import { peerOf } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTrace } from '../../../test/arbitrary-spans.ts';
import { MAX_FRAGMENT_SPANS } from './fragment-writer.ts';
import { parseResource } from './resource-hashes.ts';
import { SpanBatchWriter, readSpanBatch } from './span-batch.ts';
import type { SpanBatch } from './span-batch.ts';

const RUNS = process.env.TELLTALE_TEST_SCALE === 'long' ? 2000 : 150;

async function written(spans: readonly Span[]): Promise<SpanBatch> {
  const batch = readSpanBatch(await new SpanBatchWriter().write(spans));
  if (batch === undefined) throw new Error('the batch cannot be read');
  return batch;
}

function spansOf({ fragments, resources }: SpanBatch): Span[] {
  return fragments.flatMap((fragment) =>
    fragment.spans((hash) => parseResource(resources.get(hash) ?? 'none')),
  );
}

function span(over: Partial<Span> = {}): Span {
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  const work = { name: 'work', kind: 'server', status: 'ok', service: 'shop' } as const;
  const nothing = { attributes: Object.create(null), resource: {}, events: [], links: [] };
  return { ...ids, ...work, startMs: 1000, durationMs: 10, ...nothing, ...over };
}

async function attributeThatComesBack(value: AttributeValue): Promise<AttributeValue> {
  const [back] = spansOf(await written([span({ attributes: { value } })]));
  return back.attributes['value'];
}

describe('a batch of spans', () => {
  it('comes back span for span, whatever names, values, parents and programs they have', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(arbitraryTrace, { maxLength: 4, selector: ([{ traceId }]) => traceId }),
        async (traces) => {
          const batch = await written(traces.flat());
          expect(spansOf(batch)).toEqual(traces.flat());
          expect(batch.fragments.map(({ traceId, spanCount }) => [traceId, spanCount])).toEqual(
            traces.map((spans) => [spans[0].traceId, spans.length]),
          );
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('has heads that say when the spans began, and what they call', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTrace, async (spans) => {
        const [fragment] = (await written(spans)).fragments;
        const starts = spans.map(({ startMs }) => startMs);
        expect(fragment.firstStartMs).toBe(Math.min(...starts));
        expect(fragment.lastStartMs).toBe(Math.max(...starts));
        const peers = fragment.heads().map(({ peer }) => peer);
        expect(peers).toEqual(spans.map(peerOf));
        for (const [place, head] of fragment.heads().entries()) {
          const { peer: _peer, parentSpanId, ...rest } = head;
          expect(spans[place]).toMatchObject(rest);
          expect(spans[place].parentSpanId).toBe(parentSpanId);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('keeps what programs are once, and only of those that it has spans of', async () => {
    const [one, other] = [{ 'host.name': 'a1' }, { 'host.name': 'a2' }];
    const writer = new SpanBatchWriter();
    const spans = Array.from({ length: 20 }, (_, i) =>
      span({ traceId: String(i % 10).repeat(32), resource: i % 2 === 0 ? one : other }),
    );
    const first = readSpanBatch(await writer.write(spans));
    expect([...(first?.resources.values() ?? [])]).toEqual([JSON.stringify(one), JSON.stringify(other)]);
    const second = readSpanBatch(await writer.write([span({ resource: other })]));
    expect([...(second?.resources.values() ?? [])]).toEqual([JSON.stringify(other)]);
  });

  it('cuts a trace of very many spans into fragments', async () => {
    const spans = Array.from({ length: 2 * MAX_FRAGMENT_SPANS + 1 }, (_, i) =>
      span({ spanId: i.toString(16).padStart(16, '0'), parentSpanId: 'c'.repeat(16) }),
    );
    const batch = await written(spans);
    expect(batch.fragments.map(({ spanCount }) => spanCount)).toEqual([1000, 1000, 1]);
    expect(spansOf(batch)).toEqual(spans);
  });

  it('is bounded by what can be written: circles become a text, depth is kept', async () => {
    const circle: Record<string, AttributeValue> = {};
    circle['self'] = circle;
    expect(await attributeThatComesBack(circle)).toBe('[unwritable]');
    let deep: AttributeValue = 'bottom';
    for (let depth = 0; depth < 1000; depth++) deep = { deep };
    expect(JSON.stringify(await attributeThatComesBack(deep))).toBe(JSON.stringify(deep));
  });

  it('of another version is not read', () => {
    expect(readSpanBatch(Uint8Array.of(2, 0, 0))).toBeUndefined();
  });
});
