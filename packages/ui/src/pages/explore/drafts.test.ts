import { expect, test } from 'vitest';
import { MAX_QUERIES, draftsOf, queriesOf, withQuery, withText, without, withoutEmpty } from './drafts.ts';

test('there is an editor even where nothing was asked', () => {
  expect(draftsOf([])).toEqual({ texts: [''], active: 0 });
});

test('a query from elsewhere takes an empty editor, else one of its own', () => {
  expect(withQuery(draftsOf([]), 'up')).toEqual({ texts: ['up'], active: 0 });
  expect(withQuery({ texts: ['up', ' '], active: 0 }, 'x')).toEqual({ texts: ['up', 'x'], active: 1 });
  expect(withQuery(draftsOf(['up']), 'x')).toEqual({ texts: ['up', 'x'], active: 1 });
});

test('there are never more editors than can be read', () => {
  const full = draftsOf(Array.from({ length: MAX_QUERIES + 3 }, (_, i) => `m${i}`));
  expect(full.texts).toHaveLength(MAX_QUERIES);
  expect(withQuery(full, 'x').texts).toEqual(['x', ...full.texts.slice(1)]);
});

test('an editor that goes leaves the others and what they hold', () => {
  expect(without({ texts: ['a', 'b', 'c'], active: 2 }, 0)).toEqual({ texts: ['b', 'c'], active: 1 });
  expect(without(draftsOf(['a']), 0)).toEqual({ texts: [''], active: 0 });
});

test('empty editors ask nothing, and go when the others are asked', () => {
  expect(queriesOf(withText({ texts: ['', ' up\n'], active: 0 }, 0, '  '))).toEqual(['up']);
  expect(withoutEmpty({ texts: ['', 'a ', ' ', 'b'], active: 3 })).toEqual({ texts: ['a', 'b'], active: 1 });
  expect(withoutEmpty({ texts: [' '], active: 0 })).toEqual({ texts: [''], active: 0 });
});
