import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the write-ahead log. */
export interface Segment {
  readonly number: number;
  readonly path: string;
}

const NAME = /^(\d{6,15})\.log$/;

export function segmentAt(folder: string, number: number): Segment {
  return { number, path: join(folder, `${String(number).padStart(6, '0')}.log`) };
}

/** The log's files in the order they were written. */
export function listSegments(folder: string): Segment[] {
  return readdirSync(folder)
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map((digits) => segmentAt(folder, Number(digits)))
    .sort((a, b) => a.number - b.number);
}
