import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabelSet } from '../labels/label-set.ts';
import { md5, md5Modulo } from './md5.ts';
import { createRelabeller } from './relabeller.ts';
import type { CompileRelabelRegexp } from './relabel-regexp.ts';
import { RELABEL_ACTIONS } from './relabel-fault.ts';
import type { RelabelRule } from './relabel-rule.ts';
import { relabelRule } from './relabel-rule.ts';
import { traceRelabel } from './trace-relabel.ts';

/** The patterns of this file mean the same to JavaScript; RE2 belongs to higher packages. */
const compile: CompileRelabelRegexp = (pattern) => {
  const expression = new RegExp(`^(?:${pattern})$`, 'su');
  const named = [...pattern.matchAll(/\((?:\?<(\w+)>|(?!\?))/g)];
  return {
    test: (text) => expression.test(text),
    groups: (text) => expression.exec(text)?.map((group) => group ?? ''),
    names: new Map(named.flatMap(([, name], i) => (name === undefined ? [] : [[name, i + 1] as const]))),
  };
};

type Labels = Readonly<Record<string, string>>;

function relabel(labels: Labels, ...rules: readonly Partial<RelabelRule>[]): Labels | undefined {
  const result = createRelabeller(rules.map(relabelRule), compile)(LabelSet.of(labels));
  return result && { ...result.toObject() };
}

const SHOP = { job: 'shop', host: 'web-1.eu', path: '/a' };

describe('replace', () => {
  test.each<[what: string, rule: Partial<RelabelRule>, expected: Labels]>([
    [
      'copies a value without anything but names',
      { sourceLabels: ['job'], targetLabel: 'team' },
      { ...SHOP, team: 'shop' },
    ],
    [
      'joins the values of several labels, missing ones as nothing',
      { sourceLabels: ['job', 'none', 'path'], separator: '|', targetLabel: 'x' },
      { ...SHOP, x: 'shop||/a' },
    ],
    [
      'writes what groups took',
      {
        sourceLabels: ['host'],
        regex: '(\\w+)-(\\d)\\.(?<zone>.*)',
        targetLabel: 'x',
        replacement: '${2}$1-${zone}',
      },
      { ...SHOP, x: '1web-eu' },
    ],
    [
      'takes a name of a group as long as it can be, and $$ for a dollar sign',
      { sourceLabels: ['job'], regex: '(.*)', targetLabel: 'x', replacement: '$1st-${1}st-$$1-$' },
      { ...SHOP, x: '-shopst-$1-$' },
    ],
    [
      'leaves what is there where the whole value does not match',
      { sourceLabels: ['job'], regex: 'sho', targetLabel: 'job', replacement: 'x' },
      SHOP,
    ],
    [
      'removes a label by an empty value',
      { sourceLabels: ['job'], regex: 's(x?)hop', targetLabel: 'path' },
      { job: 'shop', host: 'web-1.eu' },
    ],
    [
      'writes a constant without source labels',
      { targetLabel: 'env', replacement: 'prod' },
      { ...SHOP, env: 'prod' },
    ],
    [
      'writes to the label that groups name',
      { sourceLabels: ['job', 'path'], regex: '(.*);/(.*)', targetLabel: 'is_$2', replacement: '$1' },
      { ...SHOP, is_a: 'shop' },
    ],
    [
      'writes nothing where groups name no label',
      { sourceLabels: ['job'], regex: 'shop(.*)', targetLabel: '$1', replacement: 'x' },
      SHOP,
    ],
    [
      'a group that does not exist is empty',
      { sourceLabels: ['job'], targetLabel: 'job', replacement: '$7${x}$01' },
      { host: 'web-1.eu', path: '/a' },
    ],
  ])('%s', (_, rule, expected) => {
    expect(relabel(SHOP, rule)).toEqual(expected);
  });

  test('later rules see what earlier ones wrote, temporary labels too', () => {
    expect(
      relabel(
        SHOP,
        { sourceLabels: ['host'], regex: '.*\\.(.*)', targetLabel: '__tmp_zone' },
        { sourceLabels: ['__tmp_zone', 'job'], separator: '/', targetLabel: 'shard' },
        { action: 'labeldrop', regex: '__tmp_.*' },
      ),
    ).toEqual({ ...SHOP, shard: 'eu/shop' });
  });
});

describe('keep and drop', () => {
  test('take what matches as a whole', () => {
    const rule = { sourceLabels: ['job'], regex: 'shop|cart' };
    expect(relabel(SHOP, { ...rule, action: 'keep' })).toEqual(SHOP);
    expect(relabel(SHOP, { ...rule, action: 'drop' })).toBeUndefined();
    expect(relabel(SHOP, { sourceLabels: ['job'], regex: 'sho', action: 'keep' })).toBeUndefined();
    expect(relabel(SHOP, { sourceLabels: ['job'], regex: 'sho', action: 'drop' })).toEqual(SHOP);
  });

  test('keepequal and dropequal compare with the value of another label', () => {
    const [same, other] = [{ a: '80', b: '80' }, SHOP];
    const rule = { sourceLabels: ['a'], targetLabel: 'b' };
    expect(relabel(same, { ...rule, action: 'keepequal' })).toEqual(same);
    expect(relabel(same, { ...rule, action: 'dropequal' })).toBeUndefined();
    expect(
      relabel(other, { action: 'keepequal', sourceLabels: ['job'], targetLabel: 'path' }),
    ).toBeUndefined();
    expect(relabel(other, { action: 'dropequal', sourceLabels: ['job'], targetLabel: 'path' })).toEqual(
      other,
    );
  });
});

describe('rules for names', () => {
  test('labelmap copies the labels whose names match', () => {
    const labels = { __meta_tag_env: 'prod', __meta_tag_zone: 'eu', job: 'shop' };
    expect(relabel(labels, { action: 'labelmap', regex: '__meta_tag_(.+)' })).toEqual({
      ...labels,
      env: 'prod',
      zone: 'eu',
    });
  });

  test('labelmap sees the labels as they were before it: copies are not copied', () => {
    expect(relabel({ a: '1' }, { action: 'labelmap', regex: '(.)', replacement: '${1}a' })).toEqual({
      a: '1',
      aa: '1',
    });
  });

  test('of two labels for one name that with the last name counts, whenever it was written', () => {
    const map = { action: 'labelmap', regex: '[abz]', replacement: 'x' } as const;
    expect(relabel({ b: '2', a: '1' }, map)).toMatchObject({ x: '2' });
    expect(relabel({ z: '9' }, { targetLabel: 'a', replacement: '3' }, map)).toMatchObject({ x: '9' });
  });

  test('labeldrop and labelkeep remove by name', () => {
    expect(relabel(SHOP, { action: 'labeldrop', regex: 'h.*|path' })).toEqual({ job: 'shop' });
    expect(relabel(SHOP, { action: 'labelkeep', regex: 'h.*|path' })).toEqual({
      host: 'web-1.eu',
      path: '/a',
    });
  });
});

describe('rules that convert', () => {
  test('upper and lower case, character by character as in Go', () => {
    const rule = { sourceLabels: ['a'], targetLabel: 'b' };
    expect(relabel({ a: 'Straße Σίσυφος' }, { ...rule, action: 'uppercase' })?.['b']).toBe('STRAßE ΣΊΣΥΦΟΣ');
    expect(relabel({ a: 'ΟΔΥΣΣΕΥΣ İ' }, { ...rule, action: 'lowercase' })?.['b']).toBe('οδυσσευσ i');
  });

  test('hashmod is the share by the last eight bytes of MD5', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 1 }),
        (text, modulus) => {
          const hash = createHash('md5').update(text).digest();
          expect(Buffer.from(md5(text)).equals(hash)).toBe(true);
          expect(md5Modulo(text, modulus)).toBe(Number(hash.readBigUInt64BE(8) % BigInt(modulus)));
        },
      ),
    );
    const shard = { action: 'hashmod', sourceLabels: ['job'], modulus: 1000, targetLabel: 'shard' } as const;
    const expected = createHash('md5').update('shop').digest().readBigUInt64BE(8) % 1000n;
    expect(relabel(SHOP, shard)).toEqual({ ...SHOP, shard: String(expected) });
  });
});

const name = fc.constantFrom('a', 'b', 'c', '__tmp', '__proto__');
const value = fc.constantFrom('', '1', 'b', 'B', 'x1');
const labels = fc.array(fc.tuple(name, value)).map((pairs) => LabelSet.from(pairs));
const rules = fc.array(
  fc
    .record({
      action: fc.constantFrom(...RELABEL_ACTIONS),
      sourceLabels: fc.array(name, { maxLength: 2 }),
      regex: fc.constantFrom('(.*)', '.+', '[ab]', '(x?)1', 'b|;', ''),
      targetLabel: fc.oneof(name, fc.constantFrom('${1}', 'n$1')),
      replacement: fc.constantFrom('$1', '', 'c', '${1}_'),
      modulus: fc.integer({ min: 1, max: 4 }),
    })
    .map(relabelRule),
  { maxLength: 5 },
);

describe('any rules', () => {
  test('that change nothing give back the very set that they were given', () => {
    fc.assert(
      fc.property(rules, labels, (given, before) => {
        const after = createRelabeller(given, compile)(before);
        if (after?.equals(before)) expect(after).toBe(before);
      }),
    );
  });

  test('do the same to a set whatever sets came before it, and step by step', () => {
    fc.assert(
      fc.property(rules, labels, labels, (given, first, second) => {
        const relabelBoth = createRelabeller(given, compile);
        relabelBoth(first);
        const result = relabelBoth(second)?.toString();
        expect(createRelabeller(given, compile)(second)?.toString()).toBe(result);
        const trace = traceRelabel(given, second, compile);
        expect(trace.labels?.toString()).toBe(result);
        expect(trace.steps.at(-1)?.isDropped ?? false).toBe(result === undefined);
      }),
    );
  });

  test('keep labels sorted, without empty and without double ones', () => {
    fc.assert(
      fc.property(rules, labels, (given, before) => {
        const after = createRelabeller(given, compile)(before);
        expect(after?.names).toEqual(after && [...new Set(after.names)].toSorted());
        expect(after?.values ?? []).not.toContain('');
      }),
    );
  });
});

describe('a trace', () => {
  test('tells what each rule looked at, what it changed, and which one dropped', () => {
    const given = [
      { sourceLabels: ['job', 'path'], targetLabel: 'x' },
      { sourceLabels: ['job'], regex: 'cart', targetLabel: 'x', replacement: 'y' },
      { action: 'labeldrop', regex: 'h.*' } as const,
      { action: 'keep', sourceLabels: ['job'], regex: 'cart' } as const,
      { targetLabel: 'never', replacement: 'written' },
    ].map(relabelRule);
    const { steps, labels: result } = traceRelabel(given, LabelSet.of(SHOP), compile);
    expect(result).toBeUndefined();
    expect(
      steps.map(({ source, names, isMatch, isDropped }) => ({ source, names, isMatch, isDropped })),
    ).toEqual([
      { source: 'shop;/a', names: undefined, isMatch: true, isDropped: false },
      { source: 'shop', names: undefined, isMatch: false, isDropped: false },
      { source: undefined, names: ['host'], isMatch: true, isDropped: false },
      { source: 'shop', names: undefined, isMatch: false, isDropped: true },
    ]);
    expect(steps[0].after.get('x')).toBe('shop;/a');
    expect(steps[1].after).toBe(steps[1].before);
    expect(steps[2].after.has('host')).toBe(false);
  });
});
