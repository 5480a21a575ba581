import { readFileSync } from 'node:fs';
import type { NativeHistogram } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { Block } from './blocks/block.ts';
import { LogBlock } from './logs/block/log-block.ts';
import { SECTION } from './logs/block/section.ts';
import type { Section } from './logs/block/section.ts';
import { readFrames } from './wal/frame.ts';
import { readHistogramRow, readRow, readSeries } from './wal/record.ts';

const text = readFileSync(new URL('../docs/format.md', import.meta.url), 'utf8');

function example(name: string): Uint8Array {
  const match = new RegExp(`\`\`\`hex ${name}\n([^\`]+)\`\`\``).exec(text);
  return Uint8Array.from(match![1].trim().split(/\s+/), (byte) => Number.parseInt(byte, 16));
}

function histogram(more: number): NativeHistogram {
  return {
    schema: 0,
    counterReset: 'unknown',
    count: 4 + more,
    sum: 2.5 + more,
    zeroThreshold: 0,
    zeroCount: 1,
    positive: [{ start: 1, counts: Float64Array.of(2 + more, 1) }],
    negative: [],
    customValues: [],
  };
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

  it('are the log frame with a histogram that the page says', () => {
    const rows: unknown[] = [];
    const bytes = example('histogram-row');
    expect(readFrames(bytes, (type, payload) => rows.push(type, readHistogramRow(payload)))).toBe(
      bytes.length,
    );
    const values = Float64Array.of(1, 0);
    const histograms = [undefined, histogram(0)];
    expect(rows).toEqual([3, { group: 'a', timestampMs: 1000, ids: [1, 2], values, histograms }]);
  });

  it('are the block with histograms that the page says', () => {
    const block = Block.open(example('histogram-block'));
    expect([...block!.timestamps]).toEqual([1000, 2000, 3000, 4000, 5000]);
    expect([...block!.values(0)]).toEqual([7, 0, 0, 0, 0]);
    expect(block!.histograms(0)).toEqual([undefined, ...[0, 1, 2, 3].map(histogram)]);
  });

  it('are the sections of a block of log records that the page says', () => {
    const sections = new Map<Section, Uint8Array>([
      [SECTION.rows, example('log-rows')],
      [SECTION.messages, example('log-messages')],
      [SECTION.attributes, example('log-attributes')],
      [SECTION.ids, example('log-ids')],
    ]);
    const block = new LogBlock(2, (section) => sections.get(section));
    const read = [0, 1].map((row) => [
      block.timesUs[row],
      block.sequences()[row],
      block.sources[block.sourceOfRecord[row]].service,
      block.severities[row],
      block.messages.at(row),
      block.attributes.jsonOf(row),
      block.traceIds.of(row),
    ]);
    expect(read).toEqual([
      [1_000_000, 1, 'shop', 9, 'paid 7', '{"order":7}', undefined],
      [1_000_500, 3, 'shop', 17, 'refused', '{}', '0af7651916cd43dd8448eb211c80319c'],
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
