import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBulk } from './read-bulk.ts';

function read(...lines: readonly (string | object)[]) {
  return [
    ...readBulk(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')),
  ];
}

test('documents are read with their actions, lines of nothing between them', () => {
  expect(
    read({ create: {} }, { a: 1 }, '', { index: { _index: 'shop', _id: '7' } }, '', { b: 2 }, ''),
  ).toEqual([
    { action: 'create', document: { a: 1 } },
    { action: 'index', index: 'shop', id: '7', document: { b: 2 } },
  ]);
  expect(read('')).toEqual([]);
  expect(read('{"create":{}}\r', '{"a":1}\r')).toEqual([{ action: 'create', document: { a: 1 } }]);
});

test('a line that cannot be read costs its item alone', () => {
  const items = read(
    { create: {} },
    '{"broken',
    { create: {} },
    '[1]',
    'what is this',
    { a: 1 },
    { delete: { _id: '7' } },
    { update: {} },
    { doc: {} },
    { create: {}, index: {} },
    { b: 1 },
    { index: null },
    { taken: true },
    { create: {} },
    `{"a":"${'x'.repeat(1024 * 1024)}"}`,
    { create: {} },
  );
  expect(items.map(({ problem }) => problem && [problem.status, problem.reason.slice(0, 48)])).toEqual([
    [400, expect.stringMatching(/^line 2: .*JSON/)],
    [400, 'line 4: it is no JSON object'],
    [400, expect.stringMatching(/^line 5 is no action such as/)],
    [400, expect.stringMatching(/^line 7: log records are created and never chang/)],
    [400, expect.stringMatching(/^line 8: log records are created and never chang/)],
    [400, expect.stringMatching(/^line 10 is no action/)],
    undefined,
    [400, 'line 15: it has more than 1048576 characters'],
    [400, 'the action at the end has no document'],
  ]);
  expect(items[6]).toMatchObject({ document: { taken: true } });
});

test('more documents than one request may have are to be sent again', () => {
  const text = '{"create":{}}\n{"a":1}\n'.repeat(3);
  expect([...readBulk(text, { maxDocuments: 2 })].map(({ problem }) => problem?.status)).toEqual([
    undefined,
    undefined,
    429,
  ]);
});

test('there is an item for each action, whatever the documents are', () => {
  const document = fc.oneof(
    fc.json(),
    fc.string().filter((text) => !/[\n\r\u2028]/.test(text) && text.trim() !== ''),
  );
  fc.assert(
    fc.property(fc.array(document, { maxLength: 8 }), (documents) => {
      const items = [...readBulk(documents.map((text) => `{"create":{}}\n${text}\n`).join(''))];
      expect(items).toHaveLength(documents.length);
    }),
  );
});
