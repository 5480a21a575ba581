import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readNdjson } from './ndjson.ts';

function streamOf(chunks: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}

function cut(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.slice(index * size, (index + 1) * size),
  );
}

async function readAll(chunks: readonly Uint8Array[]): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for await (const value of readNdjson(streamOf(chunks))) values.push(value);
  return values;
}

describe('readNdjson', () => {
  test('values arrive whole however lines and characters are cut', async () => {
    const values = fc.array(fc.record({ id: fc.string({ unit: 'grapheme' }), n: fc.integer() }), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(
        values,
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        async (wanted, size, isEnded) => {
          const text = wanted.map((value) => JSON.stringify(value)).join('\n') + (isEnded ? '\n' : '');
          expect(await readAll(cut(new TextEncoder().encode(text), size))).toEqual(wanted);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('blank lines are skipped', async () => {
    expect(await readAll([new TextEncoder().encode('\n1\r\n\n2\n')])).toEqual([1, 2]);
  });

  test('a line that is not JSON is named, after the lines before it', async () => {
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const value of readNdjson(streamOf([new TextEncoder().encode('1\n{oops\n3')])))
        seen.push(value);
    })();
    await expect(reading).rejects.toThrow('line 2 of the answer is not JSON');
    expect(seen).toEqual([1]);
  });

  test('a reader that stops early ends the download', async () => {
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('1\n')),
      cancel: () => {
        cancelled = true;
      },
    });
    for await (const _ of readNdjson(stream)) break;
    expect(cancelled).toBe(true);
  });
});
