import type { CapacityResponse } from '@telltale/station/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelQuery, pairQuery, seriesQuery } from './cardinality/cardinality-queries.ts';
import { findLines, lineParts } from './configuration/find-lines.ts';
import { FIGURE_GROUPS, readOwnFigure } from './health/own-figure-list.ts';
import { diskOutlook } from './storage/storage-rows.ts';
import { STATUS_VIEWS, statusCodec } from './view-state.ts';

test('what is shown of the station is read back from its address', () => {
  const state = fc.record({
    view: fc.constantFrom(...STATUS_VIEWS),
    file: fc.string({ unit: 'grapheme' }),
    search: fc.string({ unit: 'grapheme' }),
  });
  fc.assert(
    fc.property(state, (one) => {
      expect(statusCodec.parse(statusCodec.format(one))).toEqual(one);
    }),
  );
});

describe('the lines of a configuration', () => {
  const YAML = [
    'global:',
    '  interval: 1m',
    'jobs:',
    '  - name: shop',
    '    targets:',
    '      - a:1',
    '',
  ].join('\n');

  test('without a search all of them are there', () => {
    expect(
      findLines(YAML, ' ')
        .map(({ text }) => text)
        .join('\n'),
    ).toBe(YAML.trimEnd());
  });

  test('those that are found stand under the lines that they belong to', () => {
    expect(findLines(YAML, 'A:1').map(({ number, isMatch }) => [number, isMatch])).toEqual([
      [3, false],
      [4, false],
      [5, false],
      [6, true],
    ]);
    expect(findLines(YAML, 'nothing')).toEqual([]);
  });

  test('whatever is searched for, all found lines are there once and in order', () => {
    const text = fc.array(fc.stringMatching(/^ {0,6}[abc:-]{0,5}$/), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, fc.constantFrom('a', 'ab', ':'), (lines, search) => {
        const whole = lines.join('\n').replace(/\n$/, '').split('\n');
        const found = findLines(lines.join('\n'), search);
        const numbers = found.map(({ number }) => number);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        const matches = found.filter(({ isMatch }) => isMatch).map(({ text: line }) => line);
        expect(matches).toEqual(whole.filter((line) => line.includes(search)));
      }),
    );
  });

  test('no part of a line is lost when its key is told apart', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (line) => {
        const { key, rest } = lineParts(line);
        expect(key + rest).toBe(line);
      }),
    );
    expect(lineParts('  - "a b": c: d')).toEqual({ key: '  - "a b":', rest: ' c: d', isComment: false });
  });
});

describe('the disk', () => {
  const GB = 1e9;
  const capacity = (more: Partial<CapacityResponse>): CapacityResponse => ({
    series: 1,
    samplesPerSecond: 1,
    blockSamples: 1,
    blockBytes: GB,
    walBytes: 0,
    diskBytes: GB,
    diskFreeBytes: 100 * GB,
    daysPerGigabyte: 1,
    retentionMs: 15 * 86_400_000,
    retentionBytes: null,
    logs: { records: 0, bytes: 0, oldestMs: null, retentionMs: null, retentionBytes: null },
    traces: { records: 0, bytes: 0, oldestMs: null, retentionMs: null, retentionBytes: null },
    envelope: [],
    ...more,
  });

  test.each([
    ['has room for the whole time', {}, { kind: 'fits', bytes: 15 * GB }],
    ['keeps less where a size is the limit', { retentionBytes: 5 * GB }, { kind: 'limited', days: 5 }],
    ['is full before the oldest is dropped', { diskFreeBytes: 4 * GB }, { kind: 'full', days: 4 }],
    ['may not say how much is free', { diskFreeBytes: null }, { kind: 'fits', bytes: 15 * GB }],
    ['is not known while nothing comes', { daysPerGigabyte: null }, { kind: 'unknown' }],
  ])('%s', (_, more, outlook) => {
    expect(diskOutlook(capacity(more))).toEqual(outlook);
  });
});

test('names of other forms are quoted in the queries that lead to Explore', () => {
  expect(seriesQuery('http_requests_total')).toBe('count(http_requests_total)');
  expect(seriesQuery('a"} or vector(1)')).toBe('count({"a\\"} or vector(1)"})');
  expect(labelQuery('user.id')).toBe('topk(20, count by ("user.id") ({"user.id"!=""}))');
  expect(pairQuery('route=/a=b"')).toBe('topk(20, count by (__name__) ({route="/a=b\\""}))');
});

test('a figure is bad above its limit alone, and without data it is not', () => {
  const [figure] = FIGURE_GROUPS[0]?.figures ?? [];
  if (figure === undefined) throw new Error('there are figures');
  const read = (value: number) =>
    readOwnFigure(figure, {
      window: { startMs: 0, endMs: 1000, stepMs: 1000 },
      answers: [
        {
          query: figure.query,
          legend: '',
          result: { id: '0', ok: true, timestamps: [1000], series: [{ labels: {}, values: [value] }] },
        },
      ],
      errors: [],
      atMs: 0,
    }).isBad;
  expect(readOwnFigure(figure, undefined)).toEqual({ values: [], now: null, isBad: false });
  expect([read((figure.limit ?? 0) * 2), read(0)]).toEqual([true, false]);
});
