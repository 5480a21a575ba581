import { expect, test } from 'vitest';
import { sparklinePath } from './sparkline-path.ts';

test('the highest value is at the top and zero at the bottom', () => {
  expect(sparklinePath([0, 10], 100, 30).line).toBe('M0.0 29.0L100.0 2.0');
});

test('a gap ends the line and a lonely point draws nothing', () => {
  const { line, area } = sparklinePath([1, 1, null, 1, null, 1, 1], 60, 30);
  expect(line.match(/M/g)).toHaveLength(2);
  expect(area.match(/Z/g)).toHaveLength(2);
});

test('no values draw nothing', () => {
  expect(sparklinePath([], 60, 30)).toEqual({ line: '', area: '' });
});
