import { expect, test } from 'vitest';
import { GenerationalMap, Generations } from './generational-map.ts';

const MINUTE_MS = 60_000;

function setUp(maxEntries = 100) {
  let nowMs = 0;
  const generations = new Generations(maxEntries, () => nowMs);
  return {
    map: new GenerationalMap<number>(generations),
    pass: (minutes: number) => {
      nowMs += minutes * MINUTE_MS;
      generations.turn();
    },
  };
}

test('what is used is remembered, what is not used is forgotten', () => {
  const { map, pass } = setUp();
  map.set('used', 1);
  map.set('unused', 2);
  for (let i = 0; i < 3; i++) {
    pass(11);
    expect(map.get('used')).toBe(1);
  }
  expect(map.get('unused')).toBeUndefined();
});

test('a map that nobody asked for long is empty', () => {
  const { map, pass } = setUp();
  map.set('a', 1);
  pass(11);
  pass(11);
  expect(map.get('a')).toBeUndefined();
});

test('more entries than may be push out those that came before them, not those in use', () => {
  const { map } = setUp(10);
  map.set('in use', 1);
  for (let i = 0; i < 100; i++) {
    map.set(`invented ${i}`, i);
    expect(map.get('in use')).toBe(1);
  }
  expect(map.get('invented 0')).toBeUndefined();
  expect(map.get('invented 99')).toBe(99);
});
