import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editorCodec } from './editor-state.ts';

test('the address of the editor is read as it was written', () => {
  const text = fc.option(fc.string({ minLength: 1 }), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ edit: text, from: text, add: text }), (state) => {
      expect(editorCodec.parse(new URLSearchParams(editorCodec.format(state).toString()))).toEqual(state);
    }),
  );
});
