import { describe, expect, test } from 'vitest';
import { waitFor } from '../../../test/support/workspace.ts';
import type { AskedProgram } from '../../../test/aggregation/asked-program.ts';
import { startProgram } from '../../../test/aggregation/asked-program.ts';

type Shown = Record<string, number[]>;

async function startThreads(count: number) {
  const main = await startProgram('threads-main.ts');
  const ids: number[] = [];
  for (let i = 0; i < count; i++) ids.push(await main.ask('start'));
  return { main, ids };
}

/** Scrapes until the sum of a counter is as expected. */
async function total(program: AskedProgram, expected: number) {
  await waitFor(`a sum of ${expected}`, async () => {
    const shown = await program.ask<Shown>('scrape');
    return shown['hits_total{route="/"}']?.[0] === expected;
  });
  return (await program.ask<Shown>('scrape'))['hits_total{route="/"}'];
}

describe('threads', () => {
  test('are found by themselves, however deep, and any of them has the sum', async () => {
    const { main, ids } = await startThreads(2);
    const nested = await main.ask<number>('thread', ids[0], 'start');
    await main.ask('hit', '/');
    for (const id of ids) await main.ask('thread', id, 'hit', '/', 10);
    await main.ask('thread', ids[0], 'thread', nested, 'hit', '/', 100);
    expect(await total(main, 121)).toEqual([121]);
    expect(await main.ask('thread', ids[1], 'scrape')).toMatchObject({ 'hits_total{route="/"}': [121] });
    expect(await main.ask('thread', ids[0], 'thread', nested, 'scrape')).toMatchObject({
      'hits_total{route="/"}': [121],
    });
  });

  test('that end or are terminated leave their counts, not their gauges', async () => {
    const { main, ids } = await startThreads(2);
    const nested = await main.ask<number>('thread', ids[0], 'start');
    for (const id of ids) await main.ask('thread', id, 'hit', '/', 10);
    await main.ask('thread', ids[0], 'thread', nested, 'hit', '/', 5);
    await main.ask('thread', ids[0], 'thread', nested, 'fill', 3);
    for (const id of ids) await main.ask('thread', id, 'fill', 2);
    expect(await total(main, 25)).toEqual([25]);
    expect(await main.ask('scrape')).toMatchObject({ 'depth{}': [7] });
    await main.ask('thread', ids[0], 'terminate', nested);
    await main.ask('terminate', ids[1]);
    await main.ask('thread', ids[0], 'hit', '/', 3);
    await main.ask('thread', ids[0], 'exit', 0);
    await waitFor('the end of their gauges', async () => {
      const shown = await main.ask<Shown>('scrape');
      return shown['depth{}'][0] === 0;
    });
    expect(await total(main, 28)).toEqual([28]);
  });

  test('that are blocked count with what they sent last', async () => {
    const { main, ids } = await startThreads(2);
    for (const id of ids) await main.ask('thread', id, 'hit', '/', 10);
    expect(await total(main, 20)).toEqual([20]);
    await main.ask('thread', ids[0], 'hit', '/');
    // Values are sent once a second, asked for or not; the thread's own clock says when one is over.
    await main.ask('thread', ids[0], 'pause', 1300);
    await main.ask('tell', ids[0], 'block', 10_000);
    expect(await total(main, 21)).toEqual([21]);
  });

  test('keep neither themselves nor the process alive', async () => {
    const { main, ids } = await startThreads(1);
    await main.ask('thread', ids[0], 'hit', '/');
    await main.ask('scrape');
    await main.ask('tell', ids[0], 'close');
    main.child.disconnect();
    expect(await main.ended()).toBe(0);
  });
});
