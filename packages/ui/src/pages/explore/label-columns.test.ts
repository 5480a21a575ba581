import { expect, test } from 'vitest';
import { labelColumns } from './label-columns.ts';

test('the metric stands first, then the labels that tell series apart', () => {
  const all = ['a', 'b', 'c'].map((route) => ({ job: 'shop', route, __name__: 'up' }));
  expect(labelColumns(all)).toEqual({ names: ['__name__', 'route', 'job'], hasRest: false });
});

test('labels beyond those that fit share the last column', () => {
  const labels = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`l${i}`, 'x']));
  const { names, hasRest } = labelColumns([labels]);
  expect(names).toHaveLength(8);
  expect(hasRest).toBe(true);
});

test('hostile names of labels are names as others', () => {
  expect(labelColumns([{ constructor: '1', toString: '2' }]).names).toEqual(['constructor', 'toString']);
});
