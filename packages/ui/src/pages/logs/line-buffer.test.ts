import type { LogRecord } from '@telltale/station/contract';
import { describe, expect, test } from 'vitest';
import { LineBuffer } from './line-buffer.ts';
import type { Line } from './line-buffer.ts';

function line(message: string): Line {
  const record: LogRecord = { timeMs: 1, severity: 9, service: 's', message, attributes: {}, resource: {} };
  return { key: message, id: undefined, record, heightPx: 0 };
}
const lines = (from: number, to: number): Line[] =>
  Array.from({ length: to - from }, (_, i) => line(String(from + i)));
const all = (buffer: LineBuffer): string[] => buffer.slice(0, buffer.length).map(({ key }) => key);

describe('lines of a page', () => {
  test('stand the newest first, whichever side they come from', () => {
    const buffer = new LineBuffer();
    buffer.addNewer([line('3'), line('4')]);
    buffer.addOlder([line('2'), line('1')]);
    buffer.addNewer([line('5')]);
    expect(all(buffer)).toEqual(['5', '4', '3', '2', '1']);
    expect(buffer.at(0)?.key).toBe('5');
    expect(buffer.at(5)).toBeUndefined();
    expect(buffer.slice(1, 3).map(({ key }) => key)).toEqual(['4', '3']);
  });

  test('beyond their number give up the oldest', () => {
    const buffer = new LineBuffer({ lines: 100, characters: 1_000_000 });
    buffer.addNewer(lines(0, 90));
    expect(buffer.isFull).toBe(false);
    buffer.addNewer(lines(90, 250));
    expect(buffer.length).toBe(100);
    expect(buffer.isFull).toBe(true);
    expect(buffer.at(99)?.key).toBe('150');
  });

  test('beyond their size give up the oldest, but never the newest', () => {
    const buffer = new LineBuffer({ lines: 100, characters: 1000 });
    buffer.addNewer(Array.from({ length: 10 }, (_, i) => line(`${i}`.padEnd(300, 'x'))));
    expect(buffer.length).toBe(3);
    buffer.addNewer([line('y'.repeat(5000))]);
    expect(buffer.length).toBe(1);
    buffer.addNewer([line('z')]);
    expect(all(buffer)).toEqual(['z']);
  });

  test('that wait are put in front of the others at once', () => {
    const shown = new LineBuffer();
    shown.addNewer(lines(0, 3));
    const waiting = new LineBuffer();
    waiting.addNewer(lines(3, 5));
    shown.take(waiting);
    expect(all(shown)).toEqual(['4', '3', '2', '1', '0']);
    expect(waiting.length).toBe(0);
  });
});
