import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { backupPath, checkRotation, rotateBackups } from './backup-name.ts';

test('{time} in the name of a backup is the moment in UTC', () => {
  const moment = Date.UTC(2026, 0, 31, 12, 0, 5, 7);
  expect(backupPath('/b/shop-{time}.tar.gz', moment)).toBe('/b/shop-20260131T120005Z.tar.gz');
  expect(backupPath('/{time}/shop.tar.gz', moment)).toBe('/{time}/shop.tar.gz');
});

test('a rotation keeps the newest of its own name, and every other file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const name = (day: number, rest = '.tar.gz') => `shop-2026010${day}T000000Z${rest}`;
  const others = ['shop-latest.tar.gz', 'pay-20260101T000000Z.tar.gz', `${name(1)}.sha256`, `a${name(1)}`];
  const ended = [name(2, '.tar.gz.unfinished'), name(9, '.tar.gz.unfinished')];
  for (const file of [1, 2, 3, 4].map((day) => name(day)).concat(others, ended)) {
    writeFileSync(join(folder, file), '');
  }
  const gone = await rotateBackups(join(folder, 'shop-{time}.tar.gz'), 2);
  expect(new Set(gone)).toEqual(new Set([name(1), name(2), ended[0]]));
  // One that is being written now is newer than all.
  expect(new Set(readdirSync(folder))).toEqual(new Set([...others, name(3), name(4), ended[1]]));
});

test('without {time} no earlier backups could be told', () => {
  expect(() => checkRotation('/b/shop.tar.gz', 3)).toThrow('--keep needs {time}');
  expect(() => checkRotation('/{time}/shop.tar.gz', 3)).toThrow('--keep needs {time}');
  checkRotation('/b/shop.tar.gz', undefined);
});
