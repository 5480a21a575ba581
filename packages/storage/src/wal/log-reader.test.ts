import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { LabelSet } from '@telltale/model';
import type { SampleRow } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { ROW_FRAME, SERIES_FRAME, writeFrame } from './frame.ts';
import { readLog } from './log-reader.ts';
import { parseLabels, printLabels, writeRow, writeSeries } from './record.ts';
import { listSegments, segmentAt } from './segment.ts';

const rows: SampleRow[] = Array.from({ length: 6 }, (_, i) => ({
  group: `group ${i} é`,
  timestampMs: 1_780_000_000_000 + i,
  ids: [5, 3, 1000 + i],
  values: Float64Array.of(i, -0, 1e300),
}));

/** The bytes of a log with six rows, and where each frame ends. */
function logBytes(): { bytes: Uint8Array; ends: number[] } {
  const writer = new ByteWriter(1);
  const ends: number[] = [];
  for (const row of rows) {
    writeFrame(writer, ROW_FRAME, () => writeRow(writer, row, Uint32Array.of(0, 1, 2)));
    ends.push(writer.length);
  }
  return { bytes: writer.copy(), ends };
}

function read(folder: string): { rows: SampleRow[]; series: string[]; cuts: number[] } {
  const result = { rows: [] as SampleRow[], series: [] as string[], cuts: [] as number[] };
  readLog(listSegments(folder), {
    onSeries: (id, labelsJson) => void result.series.push(`${id} ${labelsJson}`),
    onRow: (row) => void result.rows.push(row),
    onCut: (_segment, keptBytes) => void result.cuts.push(keptBytes),
  });
  return result;
}

describe('reading the log', () => {
  it('gives back series and rows, in the order of the files', () => {
    const folder = temporaryFolder();
    const writer = new ByteWriter(1);
    const labels = LabelSet.from([
      ['__proto__', '\ud800'],
      ['job', '"\0\n'],
    ]);
    writeFrame(writer, SERIES_FRAME, () => writeSeries(writer, 7, printLabels(labels)));
    writeFileSync(segmentAt(folder, 999_999).path, writer.copy());
    writeFileSync(segmentAt(folder, 1_000_000).path, logBytes().bytes);
    writeFileSync(segmentAt(folder, 5).path, new Uint8Array());
    const { rows: readRows, series } = read(folder);
    expect(readRows).toEqual(rows);
    expect(parseLabels(series[0].slice(2)).key).toBe(labels.key);
  });

  it('keeps every whole frame of a file that was cut anywhere in its last frames', () => {
    const folder = temporaryFolder();
    const { path } = segmentAt(folder, 1);
    const { bytes, ends } = logBytes();
    for (let length = ends[3]; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const whole = ends.filter((end) => end <= length).length;
      const first = read(folder);
      expect(first.rows).toEqual(rows.slice(0, whole));
      expect(first.cuts).toEqual(ends.includes(length) ? [] : [ends[whole - 1]]);
      expect(statSync(path).size).toBe(ends[whole - 1]);
      expect(read(folder)).toEqual({ rows: rows.slice(0, whole), series: [], cuts: [] });
    }
  });

  it('keeps the frames before any flipped or zero-filled bytes, and never makes up a row', () => {
    const folder = temporaryFolder();
    const { path } = segmentAt(folder, 1);
    const { bytes, ends } = logBytes();
    const damage = fc.record({
      from: fc.nat(bytes.length - 1),
      length: fc.integer({ min: 1, max: 80 }),
      mask: fc.constantFrom<(number | 'zero')[]>('zero', 1, 0x80, 0xff),
    });
    fc.assert(
      fc.property(damage, ({ from, length, mask }) => {
        const damaged = bytes.map((byte, i) => {
          if (i < from || i >= from + length) return byte;
          return mask === 'zero' ? 0 : byte ^ mask;
        });
        const firstChange = damaged.findIndex((byte, i) => byte !== bytes[i]);
        writeFileSync(path, damaged);
        const whole = firstChange === -1 ? rows.length : ends.filter((end) => end <= firstChange).length;
        expect(read(folder).rows).toEqual(rows.slice(0, whole));
      }),
      { numRuns: 300 },
    );
  });

  it('goes on with the files after a damaged one', () => {
    const folder = temporaryFolder();
    const { bytes } = logBytes();
    writeFileSync(segmentAt(folder, 1).path, new Uint8Array(1000));
    writeFileSync(segmentAt(folder, 2).path, bytes);
    expect(read(folder)).toEqual({ rows, series: [], cuts: [0] });
  });

  it('leaves files with other names alone', () => {
    const folder = temporaryFolder();
    const other = segmentAt(folder, 1).path.replace('.log', '.log.bak');
    writeFileSync(other, 'x');
    expect(read(folder)).toEqual({ rows: [], series: [], cuts: [] });
    expect(existsSync(other)).toBe(true);
    expect(readFileSync(other, 'utf8')).toBe('x');
  });
});
