import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBelow, knownImageOf, parseImageReference, versionNumbers } from './image-reference.ts';

describe('parseImageReference', () => {
  it.each([
    ['prom/prometheus', { repository: 'prom/prometheus' }],
    ['nginx:1.29.1', { repository: 'nginx', tag: '1.29.1' }],
    ['docker.io/library/redis:7', { repository: 'redis', tag: '7' }],
    ['localhost:5000/shop', { repository: 'localhost:5000/shop' }],
    ['localhost:5000/shop:1.4', { repository: 'localhost:5000/shop', tag: '1.4' }],
    [
      `quay.io/a/b:1@sha256:${'0a'.repeat(32)}`,
      { repository: 'quay.io/a/b', tag: '1', digest: `sha256:${'0a'.repeat(32)}` },
    ],
  ])('%s', (text, expected) => expect(parseImageReference(text)).toEqual(expected));

  it('what is no name of an image is none', () => {
    expect(parseImageReference('')).toBeUndefined();
    expect(parseImageReference('a b')).toBeUndefined();
  });

  it('any text is read or refused, never an error', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const reference = parseImageReference(text);
        if (reference) expect(reference.repository).not.toBe('');
      }),
      { numRuns: 200 },
    );
  });
});

describe('known images', () => {
  it('are known by their present name, a former one and on a mirror', () => {
    const componentOf = (name: string) => knownImageOf(name)?.component;
    expect(componentOf('prom/prometheus')).toBe('prometheus');
    expect(componentOf('quay.io/prometheus/prometheus')).toBe('prometheus');
    expect(componentOf('gcr.io/cadvisor/cadvisor')).toBe('cadvisor');
    expect(componentOf('registry.example.org/grafana/grafana')).toBe('grafana');
  });

  it('a program of one’s own with a similar name is none of them', () => {
    expect(knownImageOf('shop/prometheus-rules')).toBeUndefined();
    expect(knownImageOf('grafana')).toBeUndefined();
  });
});

describe('versions', () => {
  it('are compared by their numbers, part by part', () => {
    const below = (a: string, b: string) => isBelow(versionNumbers(a) ?? [], versionNumbers(b) ?? []);
    expect([
      below('v2.42.0', '3'),
      below('8.8.0', '8.19'),
      below('8.19.2', '8.19'),
      below('v0.27.0', '0.27'),
    ]).toEqual([true, true, false, false]);
    expect(below('10.4.1', '9')).toBe(false);
  });

  it('a tag that is a word is no version', () => expect(versionNumbers('main')).toBeUndefined());
});
