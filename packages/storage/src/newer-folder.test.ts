import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openLogStore } from './logs/open-log-store.ts';
import { openStore } from './open-store.ts';
import { openForWriting } from './sql/sql-driver.ts';
import { openTraceStore } from './traces/open-trace-store.ts';
import { refuseNewerFolder } from './newer-folder.ts';

/** A folder as a station of this version leaves it. */
async function writtenFolder(): Promise<string> {
  const folder = temporaryFolder();
  const stores = [
    await openStore({ folder }),
    await openLogStore({ folder: join(folder, 'logs') }),
    await openTraceStore({ folder: join(folder, 'traces') }),
  ];
  for (const store of stores) await store.close();
  return folder;
}

function setLayout(path: string, layout: number): void {
  mkdirSync(dirname(path), { recursive: true });
  const database = openForWriting(path);
  database.execute(`CREATE TABLE IF NOT EXISTS something (id INTEGER); PRAGMA user_version = ${layout}`);
  database.close();
}

/** Names, contents and times of everything in a folder. */
function stateOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const { mtimeMs } = statSync(path);
      const content = statSync(path).isDirectory()
        ? ''
        : createHash('sha1').update(readFileSync(path)).digest('hex');
      return `${name} ${mtimeMs} ${content}`;
    });
}

describe('a data folder', () => {
  it.each(['catalog.db', 'metrics-20260301.db', 'logs/logs-20260301.db', 'traces/traces-20260301-2.db'])(
    'whose %s a newer version wrote is refused by name, and nothing in it changes',
    async (file) => {
      const folder = await writtenFolder();
      setLayout(join(folder, file), 2);
      const before = stateOf(folder);
      expect(() => refuseNewerFolder(folder)).toThrow(
        expect.objectContaining({
          code: 'TT_DATA_CORRUPT',
          message: expect.stringContaining(`${join(folder, file)} was written by a newer version`),
        }),
      );
      expect(stateOf(folder)).toEqual(before);
    },
  );

  it('of this version, one that is new, and files that only look like ours are taken', async () => {
    const folder = await writtenFolder();
    setLayout(join(folder, 'metrics-20260301.db.damaged-1'), 9);
    expect(() => refuseNewerFolder(folder)).not.toThrow();
    expect(() => refuseNewerFolder(join(folder, 'none'))).not.toThrow();
  });
});
