import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@telltale/model';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createDiscoverer } from '../discoverer.ts';
import { fileDiscovery } from './file-discovery.ts';

const NOBODY = new AbortController().signal;
/** Longer than any test: what is seen is seen by watching. */
const NEVER_MS = 3_600_000;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const list = (...addresses: readonly string[]): string => JSON.stringify([{ targets: addresses }]);
const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);

/** Looks once; addresses by the file they are in. */
function lookingAt(...names: readonly string[]) {
  const files = names.map((name) => join(folder, name));
  const place = fileDiscovery({ kind: 'file', files, refreshMs: NEVER_MS });
  return async () => {
    const { groups, error } = await place.look(NOBODY);
    const found = groups.map(({ labels, targets }) => [
      labels.get('__meta_filepath').slice(folder.length + 1),
      ...targets.map((target) => target.get('__address__')),
    ]);
    return { found, error: error.replaceAll(`${folder}/`, '') };
  };
}

describe('targets in files', () => {
  test('are read from JSON and YAML, each with the path of its file', async () => {
    write('a.json', list('a:1', 'a:2'));
    write('b.yml', '- targets: [b:1]\n');
    write('c.YAML', '- targets: [c:1]\n');
    const look = lookingAt('a.json', 'b.yml', 'c.YAML');
    expect(await look()).toEqual({
      found: [
        ['a.json', 'a:1', 'a:2'],
        ['b.yml', 'b:1'],
        ['c.YAML', 'c:1'],
      ],
      error: '',
    });
  });

  test('are found by a pattern, each file once', async () => {
    for (const name of ['b-2.json', 'b-1.json', 'b-1.yml', '.b-3.json', 'c.json']) write(name, list(name));
    const look = lookingAt('b-*.json', '*.json', 'nothing-*.yml');
    expect((await look()).found).toEqual([
      ['b-1.json', 'b-1.json'],
      ['b-2.json', 'b-2.json'],
      ['c.json', 'c.json'],
    ]);
  });

  test('of a file that breaks stay as they were, those of a file that is gone do not', async () => {
    write('a.json', list('a:1'));
    write('b.json', list('b:1'));
    const look = lookingAt('a.json', 'b.json');
    await look();
    write('a.json', list('a:1', 'a:2').slice(0, -5));
    write('b.json', list('b:2'));
    const { found, error } = await look();
    expect(found).toEqual([
      ['a.json', 'a:1'],
      ['b.json', 'b:2'],
    ]);
    expect(error).toMatch(/^a\.json: it is not JSON: /);
    rmSync(join(folder, 'a.json'));
    expect(await look()).toEqual({ found: [['b.json', 'b:2']], error: 'a.json: there is no such file' });
    write('a.json', '');
    expect((await look()).found).toEqual([['b.json', 'b:2']]);
  });

  test('are not looked for in what never ends, or is too large', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.json')]);
    mkdirSync(join(folder, 'folder.json'));
    symlinkSync('/dev/zero', join(folder, 'zero.json'));
    symlinkSync(join(folder, 'loop.json'), join(folder, 'loop.json'));
    write('large.json', ' '.repeat(8 * 1024 * 1024 + 1));
    const { found, error } = await lookingAt(
      'pipe.json',
      'folder.json',
      'zero.json',
      'loop.json',
      'large.json',
    )();
    expect(found).toEqual([]);
    expect(error.split('; ')).toEqual([
      'pipe.json: it is not a file',
      'folder.json: it is not a file',
      'zero.json: it is not a file',
      expect.stringContaining('loop.json: ELOOP'),
      'large.json: it is larger than 8388608 bytes',
    ]);
  });

  test('are not a million: such a file is refused, and the last good one counts', async () => {
    write('a.json', list('a:1'));
    const look = lookingAt('a.json');
    await look();
    write('a.json', `[{"targets": [${'"a:1",'.repeat(999_999)}"a:1"]}]`);
    expect(await look()).toEqual({
      found: [['a.json', 'a:1']],
      error: 'a.json: it has more than 50000 targets',
    });
    for (const name of ['b.json', 'c.json'])
      write(name, list(...Array.from({ length: 30_000 }, (_, i) => `h:${i}`)));
    await expect(lookingAt('b.json', 'c.json')()).rejects.toThrow('more than 50000 targets together');
  });
});

describe('changes of files are seen', () => {
  /** Watches a pattern; the newest addresses. */
  function watching(pattern: string) {
    let addresses: readonly string[] = [];
    const place = fileDiscovery({ kind: 'file', files: [join(folder, pattern)], refreshMs: NEVER_MS });
    const discoverer = createDiscoverer(place, systemClock, () => {
      addresses = discoverer
        .groups()
        .flatMap(({ targets }) => targets.map((target) => target.get('__address__')));
    });
    onTestFinished(() => discoverer.stop());
    discoverer.start();
    return { discoverer, addresses: () => addresses };
  }

  test('when a file is written, replaced by another one, added and removed', async () => {
    write('a.json', list('a:1'));
    const { addresses, discoverer } = watching('*.json');
    await discoverer.ready;
    expect(addresses()).toEqual(['a:1']);
    write('a.json', list('a:2'));
    await expect.poll(addresses).toEqual(['a:2']);
    write('next', list('a:3'));
    renameSync(join(folder, 'next'), join(folder, 'a.json'));
    await expect.poll(addresses).toEqual(['a:3']);
    write('b.json', list('b:1'));
    await expect.poll(addresses).toEqual(['a:3', 'b:1']);
    rmSync(join(folder, 'a.json'));
    await expect.poll(addresses).toEqual(['b:1']);
    write('b.json', '[{');
    await expect.poll(() => discoverer.status().error).toContain('b.json: it is not JSON');
    expect(addresses()).toEqual(['b:1']);
    expect(discoverer.status()).toMatchObject({
      mechanism: 'file',
      targets: 1,
      lastRefreshMs: expect.any(Number),
    });
    expect(discoverer.status().failures).toBeGreaterThan(0);
  });

  test('many in a row lead to few readings, and the last of them counts', async () => {
    write('a.json', list('a:0'));
    const { addresses, discoverer } = watching('a.json');
    await discoverer.ready;
    for (let i = 1; i <= 200; i++) write('a.json', list(`a:${i}`));
    await expect.poll(addresses).toEqual(['a:200']);
    expect(discoverer.status().refreshes).toBeLessThan(20);
  });

  test('the folder need not be there at the start; it is looked at again at the interval', async () => {
    const files = [join(folder, 'later/a.json')];
    const place = fileDiscovery({ kind: 'file', files, refreshMs: 20 });
    const discoverer = createDiscoverer(place, systemClock, () => undefined);
    onTestFinished(() => discoverer.stop());
    discoverer.start();
    await discoverer.ready;
    expect(discoverer.status().error).toContain('there is no such file');
    mkdirSync(join(folder, 'later'));
    write('later/a.json', list('a:1'));
    await expect.poll(() => discoverer.status().targets).toBe(1);
    expect(discoverer.status().error).toBe('');
  });
});
