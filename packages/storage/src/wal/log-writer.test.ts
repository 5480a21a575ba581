import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { LogWriter } from './log-writer.ts';
import { listSegments, segmentAt } from './segment.ts';

const MEGABYTE = new Uint8Array(1024 * 1024).fill(7);

describe('writing the log', () => {
  it('starts a new file at 8 MB and deletes those before the oldest batch still needed', () => {
    const folder = temporaryFolder();
    const log = new LogWriter(folder, []);
    for (let batch = 1; batch <= 20; batch++) {
      log.append(batch, MEGABYTE);
      log.rotateIfDue();
    }
    expect(readdirSync(folder)).toEqual(['000001.log', '000002.log', '000003.log']);
    expect(log.totalBytes).toBe(20 * MEGABYTE.length);
    log.deleteBefore(8);
    expect(readdirSync(folder)).toHaveLength(3);
    log.deleteBefore(9);
    expect(readdirSync(folder)).toEqual(['000002.log', '000003.log']);
    log.deleteBefore(1000);
    expect(readdirSync(folder)).toEqual(['000003.log']);
    expect(log.totalBytes).toBe(4 * MEGABYTE.length);
    log.close();
  });

  it('goes on deleting where somebody has deleted a file before', () => {
    const folder = temporaryFolder();
    const log = new LogWriter(folder, [], MEGABYTE.length);
    for (let batch = 1; batch <= 3; batch++) {
      log.append(batch, MEGABYTE);
      log.rotateIfDue();
    }
    rmSync(segmentAt(folder, 1).path);
    log.deleteBefore(4);
    expect(readdirSync(folder)).toEqual(['000004.log']);
    expect(log.totalBytes).toBe(0);
    log.close();
  });

  it('starts a new file after two minutes, but not for nothing', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const folder = temporaryFolder();
    const log = new LogWriter(folder, []);
    vi.advanceTimersByTime(130_000);
    log.rotateIfDue();
    expect(readdirSync(folder)).toEqual(['000001.log']);
    log.append(1, Uint8Array.of(1));
    log.rotateIfDue();
    expect(readdirSync(folder)).toEqual(['000001.log', '000002.log']);
    log.close();
    vi.useRealTimers();
  });

  it('never writes into the files of an earlier process', () => {
    const folder = temporaryFolder();
    const first = new LogWriter(folder, []);
    first.append(1, Uint8Array.of(1, 2));
    first.close();
    const oldSegments = listSegments(folder).map((segment, i) => ({ segment, batch: i + 1 }));
    const second = new LogWriter(folder, oldSegments);
    second.append(2, Uint8Array.of(3));
    expect(second.totalBytes).toBe(3);
    second.close();
    expect([1, 2].map((number) => [...readFileSync(segmentAt(folder, number).path)])).toEqual([[1, 2], [3]]);
  });
});
