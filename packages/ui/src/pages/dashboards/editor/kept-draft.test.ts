import { expect, test } from 'vitest';
import { EMPTY_CONTENT, added, draftOf } from './draft.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import type { TextStore } from './kept-draft.ts';

function memory(texts = new Map<string, string>()): TextStore {
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, value) => void texts.set(key, value),
    removeItem: (key) => void texts.delete(key),
  };
}

const panel = { title: 'A', kind: 'stat', unit: '', queries: [{ query: 'up', legend: '' }] } as const;
const kept = { draft: added(draftOf(EMPTY_CONTENT), panel).draft, revision: 3, base: EMPTY_CONTENT };

test('a draft is read back as it was kept, each dashboard its own', () => {
  const store = memory();
  keepDraft(store, '~shop', kept);
  expect(readDraft(store, '~shop')).toEqual(kept);
  expect(readDraft(store, '~other')).toBeUndefined();
  keepDraft(store, '~shop', undefined);
  expect(readDraft(store, '~shop')).toBeUndefined();
});

test.each(['', '{', '[]', 'null', '7', '{"draft":{"title":"x","panels":[{}]},"revision":1,"base":{}}'])(
  'what is no draft counts for nothing: %s',
  (text) => {
    expect(readDraft(memory(new Map([['telltale.dashboard.~shop', text]])), '~shop')).toBeUndefined();
  },
);

test('a browser that keeps nothing is no reason to fail', () => {
  const refusing: TextStore = {
    getItem: () => {
      throw new Error('denied');
    },
    setItem: () => {
      throw new Error('full');
    },
    removeItem: () => undefined,
  };
  expect(() => keepDraft(refusing, '~shop', kept)).not.toThrow();
  expect(readDraft(refusing, '~shop')).toBeUndefined();
});
