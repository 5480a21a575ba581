import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SourceNode } from './source-node.ts';
import { parseSourceTree } from './parse-source-tree.ts';

function plain(node: SourceNode): unknown {
  switch (node.kind) {
    case 'mapping':
      return Object.fromEntries(node.entries().map(({ key, value }) => [key, plain(value)]));
    case 'list':
      return node.items().map(plain);
    case 'null':
      return null;
    case 'scalar':
      return node.number() ?? node.boolean() ?? node.text();
  }
}

function root(text: string): SourceNode {
  const { roots, issues } = parseSourceTree(text, 'a.yml');
  expect(issues).toEqual([]);
  return roots[0];
}

describe('parseSourceTree', () => {
  it('follows keys and positions', () => {
    const tree = root('services:\n  web:\n    ports: ["80:80", 443]\n');
    expect(tree.at('services', 'web', 'ports', 1)?.number()).toBe(443);
    expect(tree.at('services', 'web', 'ports')?.texts()).toEqual(['80:80', '443']);
    expect(tree.at('services', 'api', 'ports')).toBeUndefined();
  });

  it('says where keys and values stand', () => {
    const text = 'a:\n  b: "x\\ty"\n';
    const { roots, source } = parseSourceTree(text, 'a.yml');
    const [entry] = roots[0].get('a')?.entries() ?? [];
    expect(source.positionAt(entry.keyStart)).toEqual({ file: 'a.yml', line: 2, column: 3 });
    expect(text.slice(entry.value.start, entry.value.end)).toBe('"x\\ty"');
    expect(text[entry.value.offsetOf(2)]).toBe('y');
  });

  it('reads quoted numbers and words as text', () => {
    const tree = root('a: "1"\nb: \'yes\'\nc: 1\nd: yes\ne: no\nf: 0x10\n');
    expect(tree.get('a')?.number()).toBeUndefined();
    expect(tree.get('b')?.boolean()).toBeUndefined();
    expect(tree.get('c')?.number()).toBe(1);
    expect([tree.get('d')?.boolean(), tree.get('e')?.boolean()]).toEqual([true, false]);
    expect(tree.get('f')?.text()).toBe('0x10');
  });

  it('keeps keys that have no value', () => {
    const tree = root('volumes:\n  data:\n  more: {}\n');
    expect(
      tree
        .get('volumes')
        ?.entries()
        .map(({ key, value }) => [key, value.kind]),
    ).toEqual([
      ['data', 'null'],
      ['more', 'mapping'],
    ]);
  });

  it('follows aliases and merge keys; own keys win', () => {
    const tree = root('base: &b {restart: always, cpus: 1}\nweb:\n  cpus: 2\n  <<: *b\n');
    expect(plain(tree.get('web')!)).toEqual({ restart: 'always', cpus: 2 });
  });

  it('a mapping that merges itself ends', () => {
    const tree = parseSourceTree('a: &a\n  b: 1\n  <<: *a\n', 'a.yml').roots[0];
    expect(tree.get('a')?.get('b')?.number()).toBe(1);
  });

  it('a key named __proto__ is a key like any other', () => {
    const tree = root('{"__proto__": {"x": 1}, "toString": 2}');
    expect(tree.at('__proto__', 'x')?.number()).toBe(1);
    expect(tree.get('toString')?.number()).toBe(2);
    expect(tree.get('constructor')).toBeUndefined();
  });

  it('what is no YAML has no roots and says why', () => {
    const { roots, issues } = parseSourceTree('a: [1', 'a.yml');
    expect(roots).toEqual([]);
    expect(issues[0].severity).toBe('error');
  });

  it('reads whatever JSON says', () => {
    const keys = fc.string({ minLength: 1 }).filter((key) => key !== '<<' && key !== '__proto__');
    const leaf = fc.oneof(fc.string({ minLength: 1 }), fc.boolean(), fc.integer());
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(keys, value, { minKeys: 1 }), (object) => {
        const json = JSON.stringify(object).replaceAll('\u007f', '\\u007f');
        expect(plain(root(json))).toEqual(JSON.parse(json));
      }),
      { numRuns: 60 },
    );
  });
});
