import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Block } from './blocks/block.ts';
import { readFrames } from './wal/frame.ts';
import { readRow, readSeries } from './wal/record.ts';

const text = readFileSync(new URL('../docs/format.md', import.meta.url), 'utf8');

function example(name: string): Uint8Array {
  const match = new RegExp(`\`\`\`hex ${name}\n([^\`]+)\`\`\``).exec(text);
  return Uint8Array.from(match![1].trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

describe('the example bytes of docs/format.md', () => {
  it('are the log frames that the page says', () => {
    const series: unknown[] = [];
    const bytes = example('series');
    expect(readFrames(bytes, (type, payload) => series.push(type, readSeries(payload)))).toBe(bytes.length);
    expect(series).toEqual([1, { id: 1, labelsJson: '["__name__","up"]' }]);
    const rows: unknown[] = [];
    readFrames(example('row'), (type, payload) => rows.push(type, readRow(payload)));
    expect(rows).toEqual([
      2,
      { group: 'a', timestampMs: 1000, ids: [1, 2], values: Float64Array.of(1, 2.5) },
    ]);
  });

  it('are the block that the page says', () => {
    const block = Block.open(example('block'));
    expect([...block!.timestamps]).toEqual([1000, 2000, 3000, 4000]);
    expect([0, 1, 2].map((column) => [...block!.values(column)])).toEqual([
      [10, 12, 12, 15],
      [0.5, 0.25],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
    expect(block!.presence(1)).toEqual({ firstRow: 1, count: 2, rows: undefined });
    expect([...(block!.presence(2).rows ?? [])]).toEqual([0, 1, 3]);
  });
});
