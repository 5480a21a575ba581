import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/run-cli.ts';
import { OLD_LOGS, rotateLog } from './log-rotation.ts';

describe('the log of a station in the background', () => {
  it('is moved on when it is too large, and only the newest are kept', () => {
    const file = join(temporaryFolder(), 'station.log');
    const written = Array.from({ length: OLD_LOGS + 2 }, (_, i) => `log ${i}\n`);
    for (const text of written) {
      writeFileSync(file, text);
      rotateLog(file, 3);
    }
    expect(readFileSync(file, 'utf8')).toBe('');
    const kept = Array.from({ length: OLD_LOGS }, (_, i) => readFileSync(`${file}.${i + 1}`, 'utf8'));
    expect(kept).toEqual(written.toReversed().slice(0, OLD_LOGS));
    expect(existsSync(`${file}.${OLD_LOGS + 1}`)).toBe(false);
  });

  it('stays as it is below that, and where there is none', () => {
    const file = join(temporaryFolder(), 'station.log');
    rotateLog(file, 3);
    expect(existsSync(file)).toBe(false);
    appendFileSync(file, 'abc');
    rotateLog(file, 3);
    expect(readFileSync(file, 'utf8')).toBe('abc');
    expect(existsSync(`${file}.1`)).toBe(false);
  });
});
