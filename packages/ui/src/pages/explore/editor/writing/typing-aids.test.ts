import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editedText } from './text-edit.ts';
import type { TextEdit } from './text-edit.ts';
import type { Selected } from './typing-aids.ts';
import { commentEdit, erasedEdit, newLineEdit, typedEdit } from './typing-aids.ts';

/** A text with its selection between `‹` and `›`, or its caret at `‸`. */
function read(marked: string): Selected {
  const from = marked.search(/[‸‹]/);
  const to = marked.includes('›') ? marked.indexOf('›') - 1 : from;
  return { text: marked.replaceAll(/[‸‹›]/g, ''), from, to };
}

function written(marked: string, edit: (selected: Selected) => TextEdit | undefined): string {
  const selected = read(marked);
  const made = edit(selected);
  if (made === undefined) return 'as typed';
  const text = editedText(selected.text, made);
  const { from, to } = made.select;
  return from === to
    ? `${text.slice(0, from)}‸${text.slice(from)}`
    : `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`;
}

test.each([
  ['rate‸', '(', 'rate(‸)'],
  ['sum(up‸)', '{', 'sum(up{‸})'],
  ['‸up', '(', 'as typed'],
  ['up{a=‸}', '"', 'up{a="‸"}'],
  ['up{a=‸"b"}', '"', 'as typed'],
  ['don‸', "'", 'as typed'],
  ['up{a="‸"}', '(', 'as typed'],
  ['# a‸', '(', 'as typed'],
  ['sum(‹up›)', '(', 'sum((‹up›))'],
  ['‹up›', 'x', 'as typed'],
  ['sum(up‸)', ')', 'sum(up)‸'],
  ['sum(rate(up‸)', ')', 'as typed'],
  ['up{a="b‸"}', '"', 'up{a="b"‸}'],
  ['up{a="b‸c"}', '"', 'as typed'],
  ['up{a="b\\‸"}', '"', 'as typed'],
])('%s and %s: %s', (marked, typed, expected) => {
  expect(written(marked, (selected) => typedEdit(selected, typed))).toBe(expected);
});

test('an empty pair is erased together, and nothing else', () => {
  expect(written('rate(‸)', erasedEdit)).toBe('rate‸');
  expect(written('up{a="‸"}', erasedEdit)).toBe('up{a=‸}');
  expect(written('up{a="b"‸"c"}', erasedEdit)).toBe('as typed');
  expect(written('f(a‸)', erasedEdit)).toBe('as typed');
  expect(written('{a="(‸)"}', erasedEdit)).toBe('as typed');
  expect(written('‸()', erasedEdit)).toBe('as typed');
});

test('a new line begins where the one before does', () => {
  expect(written('sum(\n  up‸)', newLineEdit)).toBe('sum(\n  up\n  ‸)');
  expect(written('a‹b›c', newLineEdit)).toBe('a\n‸c');
});

test('lines become comments and come back', () => {
  expect(written('a\nb‹c\nd›e', commentEdit)).toBe('a\n# b‹c\n# d›e');
  expect(written('a\n# b‹c\n# d›e', commentEdit)).toBe('a\nb‹c\nd›e');
  expect(written('‸up', commentEdit)).toBe('# ‸up');
  expect(written('‸\nup', commentEdit)).toBe('# ‸\nup');
});

test('whatever is typed wherever, the caret stays in the text', () => {
  const parts = fc.constantFrom(...'( ) { } [ ] " \' ` # \n \\ a'.split(' '), ' ');
  const text = fc.array(parts).map((all) => all.join(''));
  fc.assert(
    fc.property(text, fc.nat(40), fc.nat(40), parts, (whole, a, b, typed) => {
      const [from, to] = [Math.min(a, b, whole.length), Math.min(Math.max(a, b), whole.length)];
      const selected = { text: whole, from, to };
      for (const edit of [
        typedEdit(selected, typed),
        erasedEdit(selected),
        newLineEdit(selected),
        commentEdit(selected),
      ]) {
        if (edit === undefined) continue;
        expect(edit.select.from).toBeGreaterThanOrEqual(0);
        expect(edit.select.to).toBeGreaterThanOrEqual(edit.select.from);
        expect(edit.select.to).toBeLessThanOrEqual(editedText(whole, edit).length);
      }
    }),
  );
});
