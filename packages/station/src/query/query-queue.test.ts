import { MemorySeriesStore } from '@telltale/model';
import type { QueryService } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { queueQueries } from './query-queue.ts';

/** An engine whose queries end only when they are let go, in the order of their start. */
function heldEngine() {
  const engine = createQueryEngine({ source: new MemorySeriesStore() });
  const held: (() => void)[] = [];
  const started: string[] = [];
  const query: QueryService = {
    instant: async (text, timeMs, options) => {
      started.push(typeof text === 'string' ? text : text.kind);
      await new Promise<void>((resolve) => held.push(resolve));
      return engine.instant(text, timeMs, options);
    },
    range: (text, range, options) => engine.range(text, range, options),
    series: (request) => engine.series(request),
    labelNames: (request) => engine.labelNames(request),
    labelValues: (name, request) => engine.labelValues(name, request),
    metadata: () => engine.metadata(),
  };
  return { query, started, release: () => held.shift()?.() };
}

describe('query queue', () => {
  test('no more queries run at once than allowed, and the others follow in order', async () => {
    const { query, started, release } = heldEngine();
    const queue = queueQueries(query, 2);
    const answers = ['1', '2', '3', '4'].map((text) => queue.instant(text, 0));
    expect(started).toEqual(['1', '2']);
    release();
    await answers[0];
    expect(started).toEqual(['1', '2', '3']);
    for (const answer of answers.slice(1)) {
      release();
      await answer;
    }
    expect(started).toEqual(['1', '2', '3', '4']);
  });

  test('a query that fails makes room for the next', async () => {
    const { query, started, release } = heldEngine();
    const queue = queueQueries(query, 1);
    const broken = queue.instant('up{', 0);
    const good = queue.instant('1', 0);
    release();
    await expect(broken).rejects.toThrow('unclosed');
    release();
    await good;
    expect(started).toEqual(['up{', '1']);
  });

  test('a query whose caller leaves while it waits never starts', async () => {
    const { query, started, release } = heldEngine();
    const queue = queueQueries(query, 1);
    const first = queue.instant('1', 0);
    const caller = new AbortController();
    const left = queue.instant('2', 0, { signal: caller.signal });
    const last = queue.instant('3', 0);
    caller.abort(new Error('the caller left'));
    await expect(left).rejects.toThrow('the caller left');
    release();
    await first;
    release();
    await last;
    expect(started).toEqual(['1', '3']);
  });

  test('a query whose time passes while it waits says so', async () => {
    const { query, release } = heldEngine();
    const queue = queueQueries(query, 1);
    const first = queue.instant('1', 0);
    await expect(queue.instant('2', 0, { timeoutMs: 1 })).rejects.toMatchObject({
      code: 'TT_QUERY_TIMEOUT',
    });
    release();
    await first;
  });
});
