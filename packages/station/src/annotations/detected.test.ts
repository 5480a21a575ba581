import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { expect, test } from 'vitest';
import { Answerer } from '../query/answer/answerer.ts';
import { AnswerReader } from '../query/read-answers.ts';
import { detectDeployments, detectDownTimes, detectRestarts } from './detected.ts';

const MINUTE_MS = 60_000;
const BEGIN_MS = 10_000 * MINUTE_MS;
const RANGE = { startMs: BEGIN_MS, endMs: BEGIN_MS + 60 * MINUTE_MS, stepMs: 15_000 };

function at(minute: number): number {
  return BEGIN_MS + minute * MINUTE_MS;
}

/** A store of series that have a value each 15 s, from a minute until another. */
function readerOf(
  series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly from: number;
    readonly until: number;
    readonly value?: number;
  }[],
): AnswerReader {
  const store = new MemorySeriesStore();
  for (const { labels, from, until, value = 1 } of series) {
    const samples: [number, number][] = [];
    for (let timeMs = at(from); timeMs < at(until); timeMs += 15_000) samples.push([timeMs, value]);
    store.add(LabelSet.of(labels), samples);
  }
  const answerer = new Answerer(createQueryEngine({ source: store }));
  return new AnswerReader({
    answer: async (request, { signal = new AbortController().signal, ...options } = {}) => {
      const task = { timeoutMs: 5000, queuedMs: 0, ...options };
      const { cost, chunks } = await answerer.answer(request, task, signal);
      return { ...cost, body: Buffer.concat([...chunks]) };
    },
  });
}

const info = (version: string, job = 'shop') => ({
  __name__: 'shop_build_info',
  job,
  instance: 'a',
  version,
});

test('another version of a job is a deployment; the first one that is known is none', async () => {
  const reader = readerOf([
    { labels: info('1.0.0'), from: 0, until: 20 },
    { labels: info('1.1.0'), from: 20, until: 60 },
    { labels: info('7', 'other'), from: 10, until: 60 },
  ]);
  expect(await detectDeployments({ reader, range: RANGE }, undefined)).toEqual([
    {
      id: `version shop 1.1.0 ${at(20)}`,
      kind: 'deployment',
      title: '1.1.0',
      text: 'shop: 1.1.0 in place of 1.0.0',
      atMs: at(20),
      endMs: null,
      subject: 'shop',
    },
  ]);
});

test('a version that was there just before the range is the one that was replaced', async () => {
  const reader = readerOf([
    { labels: info('1.0.0'), from: -25, until: -10 },
    { labels: info('1.1.0'), from: 5, until: 60 },
  ]);
  const found = await detectDeployments({ reader, range: RANGE }, undefined);
  expect(found.map(({ title, atMs }) => [title, atMs])).toEqual([['1.1.0', at(5)]]);
});

test('a version that comes back is a deployment too', async () => {
  const reader = readerOf([
    { labels: info('1.0.0'), from: -20, until: 0 },
    { labels: info('1.1.0'), from: 0, until: 45 },
    { labels: { ...info('1.0.0'), instance: 'b' }, from: 45, until: 60 },
  ]);
  const found = await detectDeployments({ reader, range: RANGE }, undefined);
  expect(found.map(({ title, atMs }) => [title, atMs])).toEqual([
    ['1.0.0', at(45)],
    ['1.1.0', at(0)],
  ]);
});

test('processes that start together are one annotation; those that ran before are none', async () => {
  const started = (instance: string, minute: number) => ({
    labels: { __name__: 'process_start_time_seconds', job: 'shop', instance },
    from: 0,
    until: 60,
    value: at(minute) / 1000,
  });
  const reader = readerOf([started('a', 10), started('b', 10.5), started('c', -100), started('d', 30)]);
  const found = await detectRestarts({ reader, range: RANGE });
  expect(found.map(({ title, text, atMs }) => [title, text, atMs])).toEqual([
    ['shop started (2 instances)', 'a, b', at(10)],
    ['shop started', 'd', at(30)],
  ]);
});

test('a target that cannot be scraped is down until it can, or still is', async () => {
  const up = (instance: string) => ({ __name__: 'up', job: 'shop', instance });
  const reader = readerOf([
    { labels: up('a'), from: 0, until: 10 },
    { labels: up('b'), from: 0, until: 60 },
    { labels: { ...up('c') }, from: 50, until: 61, value: 0 },
    { labels: { ...up('a'), replica: '2' }, from: 10, until: 20, value: 0 },
    { labels: { ...up('a'), replica: '3' }, from: 20, until: 60 },
  ]);
  const found = await detectDownTimes({ reader, range: RANGE });
  const shown = found.map(({ text, atMs, endMs }) => [text, atMs, endMs === null]);
  expect(new Set(shown)).toEqual(
    new Set([
      ['a', at(10), false],
      ['c', at(50), true],
    ]),
  );
});
