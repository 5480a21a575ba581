import { appendFileSync, mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { AUDIT_FILE, AUDIT_FILES, AuditLog } from './audit-log.ts';
import type { AuditRecord } from './audit-record.ts';
import { parseAuditRecord, printAuditRecord } from './audit-record.ts';
import { readAudit } from './read-audit.ts';

const ALL = { sinceMs: 0, limit: 10_000 };

const record = (object: string, at = '2026-01-31T12:00:00.000Z'): AuditRecord => ({
  at,
  who: 'ops',
  action: 'silence.add',
  object,
  outcome: 'done',
});

test('one record is one line, whatever stands in it, and is read as it was written', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.constantFrom('a\nb', 'a\r\n', '\u2028', '\u0085', '\u001b[2J', '"}\n{"who":"root"', '\u202egnp.exe'),
  );
  fc.assert(
    fc.property(text, text, (who, object) => {
      const given = { ...record(object), who };
      const line = printAuditRecord(given);
      // eslint-disable-next-line no-control-regex
      expect(line.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/);
      expect(line.endsWith('\n')).toBe(true);
      expect(parseAuditRecord(line)).toEqual(given);
    }),
  );
});

test('a text that is too long is cut', () => {
  expect(printAuditRecord(record('x'.repeat(10_000))).length).toBeLessThan(500);
});

test('records are on disk in their order, for their owner alone to read', async () => {
  const folder = temporaryFolder();
  const log = new AuditLog({ folder });
  const names = Array.from({ length: 50 }, (_, place) => `s-${place}`);
  await Promise.all(names.map((name) => log.append(record(name))));
  const { records } = await readAudit(folder, ALL);
  expect(records.map(({ object }) => object)).toEqual(names);
  expect(statSync(join(folder, AUDIT_FILE)).mode & 0o777).toBe(0o600);
  await log.close();
});

test('a copy that is made while records come has whole lines, in their order, and none of them twice', async () => {
  const [folder, target] = [temporaryFolder(), temporaryFolder()];
  const line = Buffer.byteLength(printAuditRecord(record('s-00')));
  const log = new AuditLog({ folder, maxBytes: 8 * line });
  const names = Array.from({ length: 60 }, (_, place) => `s-${String(place).padStart(2, '0')}`);
  const before = names.slice(0, 35).map((name) => log.append(record(name)));
  const copied = log.copyTo(target);
  const after = names.slice(35).map((name) => log.append(record(name)));
  await Promise.all([...before, copied, ...after]);
  const { records, unreadable } = await readAudit(target, ALL);
  expect({ names: records.map(({ object }) => object), unreadable }).toEqual({
    names: names.slice(0, 35),
    unreadable: 0,
  });
  expect((await readAudit(folder, ALL)).records).toHaveLength(60);
  expect(statSync(join(target, AUDIT_FILE)).mode & 0o777).toBe(0o600);
  await log.close();
});

test('files are as large as is allowed, and the oldest go', async () => {
  const folder = temporaryFolder();
  const line = Buffer.byteLength(printAuditRecord(record('s-000')));
  const log = new AuditLog({ folder, maxBytes: 2 * line });
  for (let place = 0; place < 100; place++) await log.append(record(`s-${String(place).padStart(3, '0')}`));
  await log.close();
  const files = readdirSync(folder);
  expect(files.length).toBe(AUDIT_FILES - 1);
  for (const file of files) expect(statSync(join(folder, file)).size).toBe(2 * line);
  const { records } = await readAudit(folder, ALL);
  const kept = 2 * (AUDIT_FILES - 1);
  const newest = Array.from(
    { length: kept },
    (_, place) => `s-${String(100 - kept + place).padStart(3, '0')}`,
  );
  expect(records.map(({ object }) => object)).toEqual(newest);
});

test('what a crash cut off is one line that is no record, and harms none that follows', async () => {
  const folder = temporaryFolder();
  const first = new AuditLog({ folder });
  await first.append(record('before'));
  await first.close();
  appendFileSync(join(folder, AUDIT_FILE), '{"at":"2026-01-31T12:0');
  const second = new AuditLog({ folder });
  await second.append(record('after'));
  await second.close();
  const { records, unreadable } = await readAudit(folder, ALL);
  expect(records.map(({ object }) => object)).toEqual(['before', 'after']);
  expect(unreadable).toBe(1);
  expect(readFileSync(join(folder, AUDIT_FILE), 'utf8').split('\n')).toHaveLength(4);
});

test('a record that cannot be written is told, and the next one is tried again', async () => {
  const folder = temporaryFolder();
  const inside = join(folder, 'data');
  const log = new AuditLog({ folder: inside });
  await expect(log.append(record('lost'))).rejects.toThrow('ENOENT');
  mkdirSync(inside);
  await log.append(record('kept'));
  await log.close();
  expect((await readAudit(inside, ALL)).records.map(({ object }) => object)).toEqual(['kept']);
});

test('the newest records from a moment on are read; without a log there are none', async () => {
  const folder = temporaryFolder();
  expect(await readAudit(folder, ALL)).toEqual({ records: [], unreadable: 0 });
  const log = new AuditLog({ folder });
  for (const hour of ['10', '11', '12', '13'])
    await log.append(record(hour, `2026-01-31T${hour}:00:00.000Z`));
  await log.close();
  const read = async (sinceMs: number, limit: number) =>
    (await readAudit(folder, { sinceMs, limit })).records.map(({ object }) => object);
  expect(await read(Date.parse('2026-01-31T11:00:00Z'), 10)).toEqual(['11', '12', '13']);
  expect(await read(0, 2)).toEqual(['12', '13']);
});
