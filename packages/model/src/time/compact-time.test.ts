import { expect, test } from 'vitest';
import { formatCompactTime } from './compact-time.ts';

test.each([
  [Date.UTC(2026, 0, 31, 12), '20260131T120000Z'],
  [Date.UTC(2026, 11, 1, 9, 8, 7, 999), '20261201T090807Z'],
  [0, '19700101T000000Z'],
])('%i is %s', (timeMs, text) => {
  expect(formatCompactTime(timeMs)).toBe(text);
});
