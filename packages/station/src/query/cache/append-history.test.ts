import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppendHistory } from './append-history.ts';

test('the oldest sample since any moment is known', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 }), (times) => {
      const history = new AppendHistory();
      for (const time of times) history.note(time);
      expect(history.sequence).toBe(times.length);
      for (let since = 0; since <= times.length; since++) {
        expect(history.changedSince(since)).toBe(Math.min(Infinity, ...times.slice(since)));
      }
    }),
    { numRuns: 100 },
  );
});

test('a history that is told the news knows as much as the other', () => {
  const bursts = fc.array(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 }), { maxLength: 10 });
  fc.assert(
    fc.property(bursts, (all) => {
      const history = new AppendHistory();
      const copy = new AppendHistory();
      for (const burst of all) {
        const told = history.sequence;
        for (const time of burst) history.note(time);
        copy.apply(history.sequence, history.notesSince(told));
      }
      for (let since = 0; since <= history.sequence; since++) {
        expect(copy.changedSince(since)).toBe(history.changedSince(since));
      }
    }),
    { numRuns: 100 },
  );
});

test('of very many appends less is remembered, and what is not is taken for changed', () => {
  const history = new AppendHistory();
  const count = 20_000;
  for (let i = 1; i <= count; i++) history.note(i);
  expect(history.notesSince(0).length).toBeLessThanOrEqual(1024);
  for (const since of [0, 1, 777, 5000, 19_000, 19_999]) {
    expect(history.changedSince(since)).toBeLessThanOrEqual(since + 1);
  }
  expect(history.changedSince(count - 1)).toBe(count);
  expect(history.changedSince(count)).toBe(Infinity);
});
