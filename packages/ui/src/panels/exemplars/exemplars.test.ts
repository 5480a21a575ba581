import type { Panel } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exemplarCodec, exemplarQueries, showsExemplars } from './exemplar-query.ts';
import { tellExemplars } from './exemplar-words.ts';
import { moveExemplar } from './move-exemplar.ts';

function panelOf(query: string, more: Partial<Panel> = {}): Panel {
  return { title: 'Latency', kind: 'timeseries', unit: 'seconds', queries: [{ query, legend: '' }], ...more };
}

test('the address keeps whether they are shown', () => {
  fc.assert(
    fc.property(fc.constantFrom('auto', 'on', 'off'), (exemplars) => {
      expect(exemplarCodec.parse(exemplarCodec.format({ exemplars }))).toEqual({ exemplars });
    }),
  );
});

test('charts of what histograms measure show them, those of rates and shares only when somebody wants it', () => {
  const metrics = [{ name: 'pay_seconds', type: 'histogram', unit: 'seconds', help: '' }];
  expect(showsExemplars(panelOf('histogram_quantile(0.9, rate(a[5m]))'))).toBe(true);
  expect(showsExemplars(panelOf('pay:p99', { metrics }))).toBe(true);
  expect(showsExemplars(panelOf('rate(a_bucket[5m])', { unit: 'per_second' }))).toBe(false);
  expect(showsExemplars(panelOf('sum(up)', { unit: '' }))).toBe(false);
});

test('one question asks for those of all queries; a comparison with yesterday and a number ask for none', () => {
  const queries = [
    { query: 'p50', legend: '' },
    { query: 'p99', legend: '' },
    { query: 'p99', legend: '', offsetMs: 1000 },
  ];
  expect(exemplarQueries(panelOf('p50'), queries).map(({ exemplarsOf }) => exemplarsOf)).toEqual([
    ['p50', 'p99'],
  ]);
  expect(exemplarQueries(panelOf('p50', { kind: 'stat' }), queries)).toEqual([]);
});

test('keys go through them in time from where the crosshair is, and stop at the ends', () => {
  const points = [{ atMs: 10 }, { atMs: 20 }, { atMs: 30 }];
  const at = (atMs: number | undefined, index?: number) => ({ index, atMs });
  expect(moveExemplar('ArrowDown', points, at(undefined))).toBe(0);
  expect(moveExemplar('ArrowUp', points, at(undefined))).toBe(2);
  expect(moveExemplar('ArrowDown', points, at(15))).toBe(1);
  expect(moveExemplar('ArrowUp', points, at(15))).toBe(0);
  expect(moveExemplar('ArrowDown', points, at(30, 2))).toBe(2);
  expect(moveExemplar('ArrowUp', points, at(20, 1))).toBe(0);
  expect(moveExemplar('ArrowUp', [], at(20))).toBe('stay');
  expect(moveExemplar('ArrowLeft', points, at(20))).toBe('stay');
});

test('words tell how many there are and the largest', () => {
  const one = { atMs: 0, value: 0.2, traceId: 'a', labels: {} };
  expect(tellExemplars([], 'seconds')).toBe('');
  expect(tellExemplars([one, { ...one, value: 3 }], 'seconds')).toMatch(/^2 exemplars, the largest 3 ?s/);
});
