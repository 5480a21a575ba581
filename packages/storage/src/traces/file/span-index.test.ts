import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryTrace } from '../../../test/arbitrary-spans.ts';
import { SpanBatchWriter, readSpanBatch } from '../codec/span-batch.ts';
import { MINUTE_MS } from '../minute.ts';
import { ANY_OPERATION, SpanIndex, compileTraitsTest, readEntries } from './span-index.ts';

it('every span is found by its operation, minute, status and duration', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryTrace, { minLength: 1, maxLength: 5 }), async (traces) => {
      const index = new SpanIndex();
      const operations = new Map<string, number>();
      for (const [part, spans] of traces.entries()) {
        const [fragment] = readSpanBatch(await new SpanBatchWriter().write(spans))!.fragments;
        index.add(1000 + part, fragment.heads(), ({ name }) => {
          if (!operations.has(name)) operations.set(name, operations.size + 1);
          return operations.get(name)!;
        });
      }
      const rows = index.rows();
      for (const [part, spans] of traces.entries()) {
        for (const { name, startMs, status, durationMs } of spans) {
          for (const operation of [ANY_OPERATION, operations.get(name)!]) {
            const row = rows.find(
              (each) => each.operation === operation && each.minute === Math.floor(startMs / MINUTE_MS),
            )!;
            const entry = readEntries(row.firstPart, row.entries).find((each) => each.part === 1000 + part)!;
            expect(row.minute * MINUTE_MS + entry.startMs + 1).toBeGreaterThan(startMs);
            expect(compileTraitsTest(status, durationMs)(entry.traits)).toBe(true);
          }
        }
      }
    }),
    { numRuns: 50 },
  );
});
