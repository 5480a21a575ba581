import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokensOfPython } from './python-token.ts';

const texts = (program: string): readonly string[] => tokensOfPython(program).map(({ text }) => text);

describe('tokensOfPython', () => {
  it('leaves comments out and takes strings as they read', () => {
    expect(texts(`x = {'a': "it's", # 'no'\n  r'\\d': f"n\\n"}`)).toEqual([
      'x',
      '=',
      '{',
      'a',
      ':',
      "it's",
      ',',
      '\\d',
      ':',
      'n\n',
      '}',
    ]);
  });

  it('takes strings over several lines as one', () => {
    expect(texts(`"""a "b"\n# c""" + '''d'''`)).toEqual(['a "b"\n# c', '+', 'd']);
  });

  it('covers every text with tokens in order, each where it says', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', "'", '\\', '#', '\n', 'a', '1', ' ', '(') }),
        (text) => {
          let at = 0;
          for (const { start, end } of tokensOfPython(text)) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 100 },
    );
  });
});
