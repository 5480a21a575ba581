import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTargetGroups } from './read-target-groups.ts';
import { readYamlList } from './read-yaml-list.ts';

const origin = { source: 'f.json', meta: { __meta_filepath: 'f.json' } };
const plain = (value: unknown) =>
  readTargetGroups(value, origin).map(({ source, labels, targets }) => ({
    source,
    labels: labels.toObject(),
    targets: targets.map((target) => target.get('__address__')),
  }));

describe('a list of targets', () => {
  test('has groups of addresses with labels, and says where each was found', () => {
    expect(plain([{ targets: ['a:1', 'b:2'], labels: { zone: 'x' } }, { targets: ['c:3'] }, {}])).toEqual([
      { source: 'f.json:0', labels: { zone: 'x', __meta_filepath: 'f.json' }, targets: ['a:1', 'b:2'] },
      { source: 'f.json:1', labels: { __meta_filepath: 'f.json' }, targets: ['c:3'] },
      { source: 'f.json:2', labels: { __meta_filepath: 'f.json' }, targets: [] },
    ]);
    expect(plain(null)).toEqual([]);
  });

  test('labels may have hostile names', () => {
    const [{ labels }] = plain(
      JSON.parse('[{"labels": {"__proto__": "a", "constructor": "b", "ü-x": "c"}}]'),
    );
    expect(Object.entries(labels)).toEqual([
      ['__meta_filepath', 'f.json'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['ü-x', 'c'],
    ]);
  });

  test.each([
    [{}, 'it is not a list'],
    [['a:1'], 'entry 1 is not an object'],
    [[{}, null], 'entry 2 is not an object'],
    [[{ target: ['a:1'] }], 'entry 1 has "target"; only "targets" and "labels" are known'],
    [[{ targets: 'a:1' }], '"targets" of entry 1 is not a list'],
    [[{ targets: [1] }], '"targets" of entry 1 has 1, which is not a text'],
    [[{ labels: ['a'] }], '"labels" of entry 1 is not an object'],
    [[{ labels: { a: 1 } }], 'the label "a" of entry 1 is not a text'],
    [[{ labels: { '': 'x' } }], '"" in "labels" of entry 1 is not the name of a label'],
    [[{ labels: { '\ud800': 'x' } }], 'is not the name of a label'],
    [[{ targets: Array.from({ length: 50_001 }, () => 'a:1') }], 'it has more than 50000 targets'],
  ])('is refused as a whole where a part is wrong: %j', (value, message) => {
    expect(() => readTargetGroups(value, origin)).toThrow(message);
  });

  test('any JSON is a list of targets or refused by name', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        try {
          readTargetGroups(value, origin);
        } catch (error) {
          expect((error as Error).message).toMatch(/entry|list/);
        }
      }),
    );
  });
});

describe('a list in YAML', () => {
  test('is read with texts in the place of numbers and dates', async () => {
    const text = '# ours\n- targets: [a:1, "b:2"]\n  labels: {port: 80, day: 2026-01-01, on: yes, empty: }\n';
    expect(plain(await readYamlList(text))).toEqual([
      {
        source: 'f.json:0',
        labels: { port: '80', day: '2026-01-01', on: 'yes', __meta_filepath: 'f.json' },
        targets: ['a:1', 'b:2'],
      },
    ]);
    expect(await readYamlList('')).toBeNull();
  });

  test('that is long is read as a short one is', async () => {
    const group = fc.record({
      targets: fc.array(fc.stringMatching(/^[a-z]{1,9}:\d{1,4}$/), { maxLength: 3 }),
      labels: fc.dictionary(fc.stringMatching(/^[a-z]\w{0,8}$/), fc.string({ maxLength: 9 }), { maxKeys: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(group, { minLength: 50, maxLength: 400 }), async (groups) => {
        const text = groups.map(
          (one) => `- targets: ${JSON.stringify(one.targets)}\n  labels: ${JSON.stringify(one.labels)}\n`,
        );
        expect(plain(await readYamlList(text.join('')))).toEqual(plain(groups));
      }),
      { numRuns: 10 },
    );
  });

  test('that is long and broken is refused with the line', async () => {
    const groups = Array.from({ length: 1000 }, (_, i) => `- targets: [a:${i}]\n`);
    groups[700] = '- targets: [a\n';
    await expect(readYamlList(groups.join(''))).rejects.toThrow(/^line 70[12]: /);
  });

  test('lets others have their turn', async () => {
    const text = Array.from({ length: 3000 }, (_, i) => `- targets: [host-${i}:80]\n`).join('');
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    expect(await readYamlList(text)).toHaveLength(3000);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  test.each([
    [
      'anchors that multiply it',
      `- &a {targets: [${'x:1,'.repeat(50)}]}\n${'- *a\n'.repeat(40_000)}`,
      'it has anchors',
    ],
    ['a key twice', '- targets: [a:1]\n  targets: [b:1]\n', 'line 2: "targets" is there twice'],
    ['several documents', '- targets: []\n---\n- targets: []\n', 'it has several documents'],
    ['half a line', '- targets: [a:1', 'line'],
  ])('is refused for %s', async (_, text, message) => {
    await expect(readYamlList(text)).rejects.toThrow(message);
  });
});
