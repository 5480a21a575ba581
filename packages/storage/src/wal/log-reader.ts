import { readFileSync, truncateSync } from 'node:fs';
import type { SampleRow } from '@telltale/model';
import { HISTOGRAM_ROW_FRAME, ROW_FRAME, SERIES_FRAME, readFrames } from './frame.ts';
import { readHistogramRow, readRow, readSeries } from './record.ts';
import type { Segment } from './segment.ts';

export interface LogVisitor {
  onSeries(id: number, labelsJson: string): void;
  onRow(row: SampleRow, segment: Segment): void;
  /** A torn or damaged tail of `lostBytes` was cut off. */
  onCut(segment: Segment, keptBytes: number, lostBytes: number): void;
}

/**
 * Reads all whole frames of the log, oldest first. A file is cut at its first torn or damaged frame;
 * later files are still read, since their frames stand for themselves.
 */
export function readLog(segments: readonly Segment[], visitor: LogVisitor): void {
  for (const segment of segments) {
    const bytes = readFileSync(segment.path);
    const whole = readFrames(bytes, (type, payload) => {
      if (type === SERIES_FRAME) {
        const { id, labelsJson } = readSeries(payload);
        visitor.onSeries(id, labelsJson);
      } else if (type === ROW_FRAME) {
        visitor.onRow(readRow(payload), segment);
      } else if (type === HISTOGRAM_ROW_FRAME) {
        visitor.onRow(readHistogramRow(payload), segment);
      }
    });
    if (whole === bytes.length) continue;
    truncateSync(segment.path, whole);
    visitor.onCut(segment, whole, bytes.length - whole);
  }
}
