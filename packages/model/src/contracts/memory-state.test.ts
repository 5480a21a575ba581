import { expect, test } from 'vitest';
import { createMemoryState } from './memory-state.ts';

test('a journal is read newest first, page by page', async () => {
  const journal = createMemoryState().journal<string>('events');
  for (const [i, text] of ['a', 'b', 'c'].entries()) await journal.append(text, i);
  const [newest] = await journal.read({ limit: 1 });
  expect(newest).toMatchObject({ value: 'c', timeMs: 2 });
  const older = await journal.read({ beforeSequence: newest.sequence });
  expect(older.map(({ value }) => value)).toEqual(['b', 'a']);
});

test('a document is a copy: later changes of the value do not reach it', async () => {
  const documents = createMemoryState().documents<{ count: number }>('counts');
  const value = { count: 1 };
  await documents.put('__proto__', value);
  value.count = 2;
  expect(await documents.get('__proto__')).toEqual({ count: 1 });
  expect(await documents.get('toString')).toBeUndefined();
});

test('collections of one name are the same, of different names apart', async () => {
  const state = createMemoryState();
  await state.documents<number>('a').put('x', 1);
  await state.documents<number>('b').put('x', 2);
  expect(await state.documents<number>('a').entries()).toEqual([['x', 1]]);
  await state.documents<number>('a').delete('x');
  expect(await state.documents<number>('a').get('x')).toBeUndefined();
});
