import type { BatchRequest, BatchResult } from '@telltale/station/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createPanelBoard } from './panel-board.ts';
import type { PanelBoard } from './panel-board.ts';
import { DEFAULT_RANGE, windowOf } from './time-range.ts';
import type { QueryWindow, TimeRange } from './time-range.ts';

const RATE = [{ query: 'rate', legend: '' }];
const BOTH = [
  { query: 'rate', legend: '' },
  { query: 'errors', legend: '' },
];

interface Asked {
  readonly request: BatchRequest;
  readonly signal: AbortSignal;
  /** Answers the query at an index of the request. */
  readonly answer: (index: number) => void;
  readonly finish: () => void;
}

function windowNow(range: TimeRange): QueryWindow {
  return windowOf(range, Date.now());
}

/** A station whose answers the test gives one by one. */
function createHandStation(): { readonly asked: Asked[]; readonly board: PanelBoard } {
  const asked: Asked[] = [];
  const board = createPanelBoard({
    window: windowNow(DEFAULT_RANGE),
    nowMs: () => Date.now(),
    queryBatch: (request, signal) => {
      const { readable, writable } = new TransformStream<BatchResult, BatchResult>();
      const writer = writable.getWriter();
      const answer = (index: number): void =>
        void writer.write({ id: request.queries[index].id, ok: true, timestamps: [], series: [] });
      asked.push({ request, signal, answer, finish: () => void writer.close() });
      return readable;
    },
  });
  return { asked, board };
}

function queriesOf(asked: Asked): readonly string[] {
  return asked.request.queries.map((one) => one.query);
}

describe('a panel board', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_700_000_000_000 }));
  afterEach(() => void vi.useRealTimers());

  test('panels that appear together share one request with each query once', async () => {
    const { asked, board } = createHandStation();
    board.watch(RATE, () => undefined);
    board.watch(BOTH, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.map(queriesOf)).toEqual([['rate', 'errors']]);
  });

  test('exemplars are asked for in the request of the lines, which are shown without them', async () => {
    const { asked, board } = createHandStation();
    const heard = vi.fn<() => void>();
    board.watch([{ query: 'rate', legend: '', exemplarsOf: ['rate', 'errors'] }], () => undefined);
    board.watch(RATE, heard);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.map(queriesOf)).toEqual([['rate']]);
    expect(asked[0].request.exemplars).toEqual([{ id: '0', queries: ['rate', 'errors'] }]);
    asked[0].answer(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toHaveBeenCalledOnce();
  });

  test('a panel hears of its data once all of its queries are answered', async () => {
    const { asked, board } = createHandStation();
    const heard = vi.fn<() => void>();
    board.watch(BOTH, heard);
    await vi.advanceTimersByTimeAsync(50);
    asked[0].answer(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).not.toHaveBeenCalled();
    expect(board.read(BOTH)).toBeUndefined();
    asked[0].answer(1);
    await vi.advanceTimersByTimeAsync(100);
    expect(heard).toHaveBeenCalledTimes(1);
    expect(board.read(BOTH)?.answers.map((one) => one.query)).toEqual(['rate', 'errors']);
  });

  test('a refresh waits for the one under way', async () => {
    const { asked, board } = createHandStation();
    board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    board.refresh(windowNow(DEFAULT_RANGE));
    expect(asked).toHaveLength(1);
    asked[0].finish();
    await vi.advanceTimersByTimeAsync(100);
    board.refresh(windowNow(DEFAULT_RANGE));
    expect(asked).toHaveLength(2);
  });

  test('a request that has fallen silent for good does not keep the panels from being refreshed', async () => {
    const { asked, board } = createHandStation();
    board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(100_000);
    asked[0].answer(0);
    await vi.advanceTimersByTimeAsync(100_000);
    board.refresh(windowNow(DEFAULT_RANGE));
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100_000);
    board.refresh(windowNow(DEFAULT_RANGE));
    expect(asked[0].signal.aborted).toBe(true);
    expect(asked).toHaveLength(2);
  });

  test('a change of range aborts what runs, and old data stays until new data is there', async () => {
    const { asked, board } = createHandStation();
    board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    asked[0].answer(0);
    await vi.advanceTimersByTimeAsync(100);
    const before = board.read(RATE);
    board.setWindow(windowNow({ kind: 'last', spanMs: 86_400_000 }));
    expect(asked[0].signal.aborted).toBe(true);
    expect(asked[1].request.endMs - asked[1].request.startMs).toBe(86_400_000);
    expect(board.read(RATE)).toBe(before);
    asked[1].answer(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(board.read(RATE)?.window.stepMs).toBe(300_000);
  });

  test('a panel that left the screen is not asked for, and its data is there when it returns', async () => {
    const { asked, board } = createHandStation();
    const leave = board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    asked[0].answer(0);
    asked[0].finish();
    await vi.advanceTimersByTimeAsync(100);
    leave();
    board.refresh(windowNow(DEFAULT_RANGE));
    expect(asked).toHaveLength(1);
    expect(board.read(RATE)).toBeDefined();
  });

  test('a request that fails is told to panels that have nothing to show', async () => {
    const board = createPanelBoard({
      window: windowNow(DEFAULT_RANGE),
      nowMs: () => Date.now(),
      queryBatch: () => {
        throw new Error('too many queries');
      },
    });
    board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(board.read(RATE)?.errors).toEqual(['too many queries']);
  });

  test('figures of now are asked for by themselves, at this second', async () => {
    const { asked, board } = createHandStation();
    board.watch([{ query: 'up', legend: '', isInstant: true }], () => undefined);
    board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.map(queriesOf)).toEqual([['up'], ['rate']]);
    expect(asked[0].request.queries[0].isInstant).toBe(true);
    expect(asked[0].request.endMs).toBe(1_700_000_000_000);
    expect(asked[1].request.endMs).toBeLessThanOrEqual(1_700_000_000_000);
  });

  test('a comparison with an earlier time and another resolution are questions of their own', async () => {
    const { asked, board } = createHandStation();
    const yesterday = [{ query: 'rate', legend: '', offsetMs: 86_400_000 }];
    board.watch(RATE, () => undefined);
    board.watch(yesterday, () => undefined);
    board.watch(RATE, () => undefined, 60_000);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked.map(queriesOf)).toEqual([['rate', 'rate'], ['rate']]);
    expect(asked[0].request.queries[1].offsetMs).toBe(86_400_000);
    expect(asked[1].request.stepMs).toBe(60_000);
    asked[1].answer(0);
    await vi.advanceTimersByTimeAsync(100);
    expect(board.read(RATE, 60_000)?.window.stepMs).toBe(60_000);
    expect(board.read(RATE)).toBeUndefined();
  });

  test('a request of which nothing is shown any more is given up', async () => {
    const { asked, board } = createHandStation();
    const leave = board.watch(RATE, () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    leave();
    board.watch([{ query: 'other', legend: '' }], () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(asked[0].signal.aborted).toBe(true);
    expect(asked.map(queriesOf)).toEqual([['rate'], ['other']]);
  });
});
