import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText } from '../yaml/source-text.ts';
import { parseJsonTree } from './parse-json-tree.ts';
import { parseSourceTree } from './parse-source-tree.ts';
import type { SourceNode } from './source-node.ts';

/** A node with all its places, as data. */
function shape(node: SourceNode): unknown {
  const { kind, start, end } = node;
  const own = { kind, start, end, text: node.text(), number: node.number(), boolean: node.boolean() };
  const entries = node
    .entries()
    .map(({ key, keyStart, keyEnd, value }) => [key, keyStart, keyEnd, shape(value)]);
  return { ...own, entries, items: node.items().map(shape), texts: node.texts() };
}

function json(text: string): SourceNode | undefined {
  return parseJsonTree(new SourceText('a.json', text));
}

/** The same text, read as YAML because of a comment behind it. */
function yaml(text: string): SourceNode {
  return parseSourceTree(`${text}\n# c\n`, 'a.json').roots[0];
}

describe('parseJsonTree', () => {
  it('gives the same values and places as the reader of YAML', () => {
    const key = fc.string({ maxLength: 8 }).filter((name) => name !== '<<');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'binary', maxLength: 12 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), fc.constantFrom(0, 2), (list, indent) => {
        const text = JSON.stringify(list, undefined, indent);
        const node = json(text);
        expect(node && shape(node)).toEqual(shape(yaml(text)));
      }),
      { numRuns: 100 },
    );
  });

  it('finds the place of a character behind escapes', () => {
    const text = '{ "expr": "a\\n\\u0022b\\"" }';
    const node = json(text)?.get('expr');
    expect(node?.text()).toBe('a\n"b"');
    expect(text[node?.offsetOf(3) ?? 0]).toBe('b');
  });

  it('takes the last of two values of one key', () => {
    expect(json('{"a": 1, "a": 2}')?.get('a')?.number()).toBe(2);
  });

  it('leaves alone what is no JSON, and what YAML reads in another way', () => {
    const others = [
      '',
      '1',
      '"text"',
      '{"a": 1,}',
      '[1, 2',
      '{"a" 1}',
      '{a: 1}',
      '["a\nb"]',
      '["\\x"]',
      '["open',
      '["open\\',
      '[01]',
      '[1] [2]',
      '{"<<": {"a": 1}}',
      `${'['.repeat(200)}${']'.repeat(200)}`,
    ];
    expect(others.filter((text) => json(text) !== undefined)).toEqual([]);
  });
});
