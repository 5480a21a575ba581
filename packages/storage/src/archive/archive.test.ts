import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { lockFolder } from '../folder/folder-lock.ts';
import { createArchive } from './create-archive.ts';
import type { ArchiveSource } from './create-archive.ts';
import type { BackupHead } from './manifest.ts';
import { readArchive } from './read-archive.ts';
import { restoreFolder } from './restore-folder.ts';
import { stationFiles } from './station-folder.ts';
import { parseTarHeader, printTarHeader } from './tar-header.ts';

const HEAD: BackupHead = {
  kind: 'station',
  madeBy: 'telltale 0.1.0',
  madeAtMs: Date.UTC(2026, 2, 10),
  timeRange: { startMs: 0, endMs: 1000 },
  counts: { samples: 3 },
};
const CATALOG: ArchiveSource = { path: 'catalog.db', content: Buffer.from('series') };
const SEGMENT: ArchiveSource = { path: 'logs/intake/000001.log', content: randomBytes(70_000) };

async function archiveOf(sources: readonly ArchiveSource[], head = HEAD): Promise<Buffer> {
  return buffer((await createArchive(head, sources)).stream);
}

function fileOf(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'backup.tar.gz');
  writeFileSync(path, bytes);
  return path;
}

/** An archive as nobody here writes one: with what a stranger put into it. */
function strangeArchive(
  entries: readonly { path: string; text: string; type?: string; bytes?: number }[],
): string {
  const blocks = entries.flatMap(({ path, text, type = '0', bytes }) => {
    const content = Buffer.from(text);
    const header = printTarHeader({ path, bytes: bytes ?? content.length }, 0);
    header.write(type, 156);
    header.fill(' ', 148, 156);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return fileOf(gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)])));
}

function manifestText(overrides: object): string {
  const files = [{ path: 'catalog.db', bytes: 1, sha256: '0'.repeat(64) }];
  const madeAt = '2026-03-10T00:00:00.000Z';
  return JSON.stringify({
    format: 'telltale-backup',
    version: 1,
    kind: 'station',
    madeBy: 'x',
    madeAt,
    counts: {},
    files,
    ...overrides,
  });
}

describe('a backup', () => {
  it('comes back byte by byte, whatever its files have', async () => {
    const contents = fc.array(fc.uint8Array({ maxLength: 2000 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(contents, async (all) => {
        const sources = all.map((content, day) => ({ path: `metrics-2026010${day}.db`, content }));
        const folder = join(temporaryFolder(), 'data');
        const file = fileOf(await archiveOf(sources));
        const { manifest } = await restoreFolder({ file, kind: 'station', folder });
        expect(manifest).toMatchObject(HEAD);
        for (const { path, content } of sources) {
          expect(readFileSync(join(folder, path)).equals(content)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has the audit log and the last review of a folder, but neither tokens nor keys', () => {
    const folder = temporaryFolder();
    const names = ['audit.jsonl', 'audit.12.jsonl', 'catalog.db', 'review.json'];
    const others = ['token', 'session-key', 'audit.jsonl.new', 'review.json.new', 'station.json'];
    for (const name of [...names, ...others]) writeFileSync(join(folder, name), '');
    const kept = stationFiles(folder).map(({ path }) => path);
    expect(kept.toSorted()).toEqual(names.toSorted());
  });

  it('is restored for its owner alone', async () => {
    const folder = join(temporaryFolder(), 'data');
    const file = fileOf(await archiveOf([CATALOG, SEGMENT]));
    await restoreFolder({ file, kind: 'station', folder });
    const modeOf = (path: string) => statSync(path).mode & 0o777;
    expect(modeOf(folder)).toBe(0o700);
    expect(modeOf(join(folder, CATALOG.path))).toBe(0o600);
    expect(modeOf(join(folder, SEGMENT.path))).toBe(0o600);
  });

  it('is restored twice within a second, and nothing of what was there is lost', async () => {
    const above = temporaryFolder();
    const folder = join(above, 'data');
    const restore = async (text: string) => {
      const file = fileOf(await archiveOf([{ path: 'catalog.db', content: Buffer.from(text) }]));
      return (await restoreFolder({ file, kind: 'station', folder, replaces: true })).aside;
    };
    const asides: (string | undefined)[] = [];
    for (const text of ['one', 'two', 'three', 'four']) asides.push(await restore(text));
    expect(asides[0]).toBeUndefined();
    const kept = asides.slice(1).map((aside) => readFileSync(join(aside ?? '', 'catalog.db'), 'utf8'));
    expect(kept).toEqual(['one', 'two', 'three']);
    expect(readFileSync(join(folder, 'catalog.db'), 'utf8')).toBe('four');
  });

  it('has its manifest first, and is read by any tar', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'metrics-20260310.db');
    writeFileSync(path, 'day');
    const file = fileOf(await archiveOf([CATALOG, { path: 'metrics-20260310.db', content: path }, SEGMENT]));
    const listed = execFileSync('tar', ['tzf', file], { encoding: 'utf8' });
    expect(listed.trim().split('\n')).toEqual([
      'manifest.json',
      'catalog.db',
      'metrics-20260310.db',
      'logs/intake/000001.log',
    ]);
    execFileSync('tar', ['xzf', file, '-C', folder]);
    expect(readFileSync(join(folder, 'catalog.db'), 'utf8')).toBe('series');
    const { version, madeAt } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    expect({ version, madeAt }).toEqual({ version: 1, madeAt: '2026-03-10T00:00:00.000Z' });
  });

  it('is whole or refused: no flipped bit gives other files', async () => {
    const bytes = await archiveOf([CATALOG, { path: 'wal/000001.log', content: randomBytes(600) }]);
    const manifest = await readArchive(fileOf(bytes));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[at] ^= 1 << bit;
        const file = fileOf(flipped);
        await readArchive(file).then(
          (read) => expect(read).toEqual(manifest),
          (error) => {
            expect(error).toMatchObject({ code: 'TT_BACKUP_DAMAGED' });
            expect(error.message).toContain(file);
          },
        );
      }),
      { numRuns: 300 },
    );
  });

  it('that ends anywhere before its end is refused', async () => {
    const bytes = await archiveOf([CATALOG]);
    for (let length = 0; length < bytes.length; length++) {
      await expect(readArchive(fileOf(bytes.subarray(0, length))), `${length}`).rejects.toMatchObject({
        code: 'TT_BACKUP_DAMAGED',
      });
    }
  });

  it('with other bytes than its checksums say is refused with the file, also where it was packed anew', async () => {
    const tar = gunzipSync(await archiveOf([CATALOG]));
    tar.write('SERIES', tar.indexOf('series\0'));
    await expect(readArchive(fileOf(gzipSync(tar)))).rejects.toMatchObject({
      code: 'TT_BACKUP_DAMAGED',
      message: expect.stringContaining('the checksum of catalog.db is wrong'),
    });
  });

  it('a file that changes while it is written ends the writing', async () => {
    const path = join(temporaryFolder(), 'catalog.db');
    writeFileSync(path, 'before');
    const { stream } = await createArchive(HEAD, [{ path: 'catalog.db', content: path }]);
    writeFileSync(path, 'before and after');
    await expect(buffer(stream)).rejects.toThrow('catalog.db has changed');
  });
});

describe('what a stranger packed', () => {
  it.each([
    ['../catalog.db'],
    ['/etc/passwd'],
    ['wal/../../catalog.db'],
    ['wal\\000001.log'],
    ['lock.db'],
    ['catalog.db-shm'],
  ])('the path %j is refused', async (path) => {
    const files = [{ path, bytes: 1, sha256: '0'.repeat(64) }];
    const file = strangeArchive([{ path: 'manifest.json', text: manifestText({ files }) }]);
    await expect(readArchive(file)).rejects.toMatchObject({
      code: 'TT_BACKUP_DAMAGED',
      message: expect.stringContaining(JSON.stringify(path)),
    });
  });

  it.each([
    ['2', 'a symbolic link'],
    ['1', 'a hard link'],
    ['3', 'a device'],
    ['x', 'of an unknown type'],
  ])('an entry of the type %s is refused as %s', async (type, name) => {
    const file = strangeArchive([
      { path: 'manifest.json', text: manifestText({}) },
      { path: 'catalog.db', text: 'x', type },
    ]);
    await expect(readArchive(file)).rejects.toMatchObject({ message: expect.stringContaining(name) });
  });

  it.each([
    ['a manifest of terabytes', [{ path: 'manifest.json', text: '', bytes: 2 ** 42 }], 'too large'],
    ['no manifest', [{ path: 'catalog.db', text: 'x' }], 'its first file is not manifest.json'],
    ['another JSON', [{ path: 'manifest.json', text: '[1]' }], 'not that of a backup'],
    [
      'a file that is larger than its manifest says',
      [
        { path: 'manifest.json', text: manifestText({}) },
        { path: 'catalog.db', text: 'xx' },
      ],
      'catalog.db has not the size',
    ],
    [
      'a file that no manifest knows',
      [
        { path: 'manifest.json', text: manifestText({ files: [] }) },
        { path: 'catalog.db', text: 'x' },
      ],
      'files that its manifest does not know',
    ],
    [
      'a file twice',
      [
        {
          path: 'manifest.json',
          text: manifestText({
            files: Array.from({ length: 2 }, () => ({
              path: 'catalog.db',
              bytes: 0,
              sha256: '0'.repeat(64),
            })),
          }),
        },
      ],
      'listed twice',
    ],
  ])('%s is refused', async (_name, entries, reason) => {
    await expect(readArchive(strangeArchive(entries))).rejects.toMatchObject({
      code: 'TT_BACKUP_DAMAGED',
      message: expect.stringContaining(reason),
    });
  });

  it('a newer format is told as such', async () => {
    const file = strangeArchive([{ path: 'manifest.json', text: manifestText({ version: 2 }) }]);
    await expect(readArchive(file)).rejects.toMatchObject({
      code: 'TT_BACKUP_VERSION',
      message: expect.stringMatching(/format 2.*up to 1/),
    });
  });

  it('what a bomb unpacks to is counted, not kept: gigabytes of zeros are refused in little memory', async () => {
    const zeros = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const [first] = [gzipSync(gunzipSync(await archiveOf([CATALOG])))];
    // Members of gzip one after another unpack to one stream.
    const bomb = Buffer.concat([
      first,
      ...Array.from({ length: 4 }, () => zeros),
      gzipSync(Buffer.from('x')),
    ]);
    await expect(readArchive(fileOf(bomb))).rejects.toMatchObject({
      message: expect.stringContaining('something behind its end'),
    });
  });
});

describe('a restore', () => {
  it('leaves a folder alone that has something in it; --replace moves that aside', async () => {
    const file = fileOf(await archiveOf([CATALOG]));
    const folder = join(temporaryFolder(), 'data');
    mkdirSync(folder);
    writeFileSync(join(folder, 'mine'), 'mine');
    const restore = { file, kind: 'station', folder } as const;
    await expect(restoreFolder(restore)).rejects.toMatchObject({ code: 'TT_RESTORE_TARGET' });
    expect(readdirSync(folder)).toEqual(['mine']);
    const { aside } = await restoreFolder({ ...restore, replaces: true });
    expect(readdirSync(String(aside))).toEqual(['mine']);
    expect(readFileSync(join(folder, 'catalog.db'), 'utf8')).toBe('series');
    expect(readdirSync(join(folder, '..')).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  it('does not touch the folder of a station that runs', async () => {
    const file = fileOf(await archiveOf([CATALOG]));
    const folder = temporaryFolder();
    const lock = lockFolder({ path: folder, lockPath: join(folder, 'lock.db') });
    await expect(restoreFolder({ file, kind: 'station', folder, replaces: true })).rejects.toMatchObject({
      code: 'TT_DATA_LOCKED',
    });
    lock.close();
    expect(readdirSync(folder)).toContain('lock.db');
  });

  it('does not touch the folder of a Prometheus that holds its lock file', async () => {
    const path = '01J5Z7Z8Y9XWVTSRQPNMKJHGFE/meta.json';
    const prometheus = { ...HEAD, kind: 'prometheus' } as const;
    const file = fileOf(await archiveOf([{ path, content: Buffer.from('{}') }], prometheus));
    const folder = join(temporaryFolder(), 'data');
    mkdirSync(folder);
    writeFileSync(join(folder, 'lock'), '');
    const restore = { file, kind: 'prometheus', folder, replaces: true } as const;
    await expect(restoreFolder(restore)).rejects.toMatchObject({
      code: 'TT_DATA_LOCKED',
      fix: expect.stringContaining(join(folder, 'lock')),
    });
    expect(readdirSync(folder)).toEqual(['lock']);
    rmSync(join(folder, 'lock'));
    writeFileSync(join(folder, 'old'), '');
    await restoreFolder(restore);
    expect(readdirSync(folder)).toEqual(['01J5Z7Z8Y9XWVTSRQPNMKJHGFE']);
  });

  it('of a damaged backup writes nothing at all', async () => {
    const bytes = await archiveOf([CATALOG, SEGMENT]);
    const above = temporaryFolder();
    const restoring = restoreFolder({
      file: fileOf(bytes.subarray(0, bytes.length - 1)),
      kind: 'station',
      folder: join(above, 'data'),
    });
    await expect(restoring).rejects.toMatchObject({ code: 'TT_BACKUP_DAMAGED' });
    expect(readdirSync(above)).toEqual([]);
  });

  it('goes over what a killed one left', async () => {
    const folder = join(temporaryFolder(), 'data');
    mkdirSync(join(`${folder}.restoring`, 'wal'), { recursive: true });
    writeFileSync(join(`${folder}.restoring`, 'wal', '000009.log'), 'half');
    await restoreFolder({ file: fileOf(await archiveOf([CATALOG])), kind: 'station', folder });
    expect(readdirSync(folder)).toEqual(['catalog.db']);
    expect(statSync(join(folder, 'catalog.db')).size).toBe(6);
  });

  it('of something else than what was asked for is refused with the way to do it', async () => {
    const path = '01J5Z7Z8Y9XWVTSRQPNMKJHGFE/meta.json';
    const file = fileOf(
      await archiveOf([{ path, content: Buffer.from('{}') }], { ...HEAD, kind: 'prometheus' }),
    );
    const restoring = restoreFolder({ file, kind: 'station', folder: join(temporaryFolder(), 'data') });
    await expect(restoring).rejects.toMatchObject({ fix: 'Restore it with --prometheus-data.' });
  });
});

it('headers keep sizes beyond what octal digits can say', () => {
  const entry = { path: 'metrics-20260310.db', bytes: 123_456_789_012_345 };
  expect(parseTarHeader(printTarHeader(entry, 0))).toEqual(entry);
});
