import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oldLimit } from './heap-use.ts';
import { MEMORY_LEVELS, isAtLeast, memoryLevel } from './memory-level.ts';
import type { MemoryUse } from './memory-use.ts';
import { memoryStrain, readMemoryUse } from './memory-use.ts';
import { MemoryWatch } from './memory-watch.ts';

function watchOf(use: () => Partial<MemoryUse>) {
  const shed: string[] = [];
  const lines: string[] = [];
  const watch = new MemoryWatch({
    limitBytes: 1000 * 2 ** 20,
    letGo: () => void shed.push('let go'),
    onShed: (what) => void shed.push(what),
    log: (line) => void lines.push(line),
    read: (limitBytes) => ({ residentBytes: 0, limitBytes, heapBytes: 0, heapLimitBytes: 2 ** 30, ...use() }),
  });
  return { watch, shed, lines };
}

test('queries are refused when the heap is nearly full, and only then', () => {
  let heapBytes = 0.87 * 2 ** 30;
  const { watch } = watchOf(() => ({ heapBytes }));
  expect(() => watch.refuseQuery()).not.toThrow();
  heapBytes = 0.9 * 2 ** 30;
  expect(() => watch.refuseQuery()).toThrow(
    'the station is short of memory: 90 % of 1024 MiB of heap are in use',
  );
  expect(watch.takesBodies()).toBe(true);
});

test('as memory fills caches go first, then queries, then what is pushed; and all comes back', () => {
  let share = 0;
  const { watch, shed, lines } = watchOf(() => ({ residentBytes: share * 1000 * 2 ** 20 }));
  const seen = [0.5, 0.81, 0.9, 0.95, 0.91, 0.89, 0.85, 0.83, 0.77, 0.75].map((next) => {
    share = next;
    return watch.level();
  });
  expect(seen.join(' ')).toBe('enough tight short critical critical short short tight tight enough');
  expect(shed).toEqual(['caches', 'let go']);
  expect(lines).toHaveLength(6);
  expect(lines[2]).toBe(
    'Memory: 95 % of 1000 MiB are in use: queries and what programs push are refused; they are told to come again.',
  );
  expect(lines.at(-1)).toBe('Memory: 75 % of 1000 MiB are in use: there is enough memory again.');
  share = 0.97;
  expect(watch.takesBodies()).toBe(false);
  expect(() => watch.refuseQuery()).toThrow('97 % of 1000 MiB are in use');
  expect(shed.slice(2)).toEqual(['caches', 'let go', 'bodies', 'queries']);
});

test('more memory in use never means that less is refused, and a little less changes nothing', () => {
  const share = fc.double({ min: -1, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(fc.constantFrom(...MEMORY_LEVELS), share, share, (before, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(isAtLeast(memoryLevel(before, more), memoryLevel(before, less))).toBe(true);
      const reached = memoryLevel(before, more);
      expect(memoryLevel(reached, more)).toBe(reached);
      if (isAtLeast(reached, before)) expect(memoryLevel(reached, more - 0.039)).toBe(reached);
    }),
  );
});

test('of a small memory more is left free, since what is being done takes no less', () => {
  const ofHeap = (mebibytes: number, limit: number) =>
    memoryStrain({
      residentBytes: 0,
      limitBytes: undefined,
      heapBytes: mebibytes * 2 ** 20,
      heapLimitBytes: limit * 2 ** 20,
    });
  expect(ofHeap(95, 128)).toBeLessThan(0);
  expect(ofHeap(97, 128)).toBeGreaterThan(0);
  expect(ofHeap(930, 1000)).toBeLessThan(0);
  expect(ofHeap(950, 1000)).toBeGreaterThan(0);
});

test('of the heap the part that lasts is limited, and young objects are not counted', () => {
  const gigabyte = 2 ** 30;
  expect(oldLimit(352 * 2 ** 20, '--max-old-space-size=160')).toBe(160 * 2 ** 20);
  expect(oldLimit(184 * 2 ** 20, '--max-old-space-size=160 --max_semi_space_size=8')).toBe(160 * 2 ** 20);
  expect(oldLimit(4288 * 2 ** 20, '')).toBeCloseTo(4 * gigabyte);
});

test('the memory of this process is within what it may have', () => {
  const use = readMemoryUse(64 * 2 ** 30);
  expect(use.residentBytes).toBeGreaterThan(2 ** 20);
  expect(memoryStrain(use)).toBeGreaterThan(-1);
  expect(memoryStrain(use)).toBeLessThan(0);
});
