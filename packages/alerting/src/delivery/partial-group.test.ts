import { expect, test } from 'vitest';
import { HOUR, MINUTE, notificationBench } from '../../test/notification-bench.ts';

type Bench = Awaited<ReturnType<typeof notificationBench>>;

const told = (b: Bench) => b.log().map((line) => line.slice(line.indexOf(' ') + 1));

/** Two alerts of one group are told, then the process is gone. */
async function afterCrash() {
  const before = await notificationBench();
  before.fire('1');
  before.fire('2');
  await before.clock.advanceBy(MINUTE);
  return notificationBench({ state: before.state, clock: before.clock });
}

test('an end that is sent before the other alerts of its group does not stand for all of them', async () => {
  const b = await afterCrash();
  b.resolve('1');
  await b.clock.advanceBy(10 * MINUTE);
  b.resolve('2');
  await b.clock.advanceBy(10 * MINUTE);
  expect(told(b)).toEqual(['ops resolved 1', 'ops resolved 2']);
});

test('an alert that is sent again later than the others of its group is no news', async () => {
  const b = await afterCrash();
  b.resolve('1');
  await b.clock.advanceBy(10 * MINUTE);
  b.fire('2');
  await b.clock.advanceBy(HOUR);
  expect(told(b)).toEqual(['ops resolved 1']);
});

test('an end that was told is not told again when its rule sends it again after a restart', async () => {
  const b = await notificationBench();
  b.fire('1');
  b.fire('2');
  await b.clock.advanceBy(MINUTE);
  b.resolve('1');
  await b.clock.advanceBy(5 * MINUTE);
  b.fire('3');
  await b.clock.advanceBy(5 * MINUTE);
  const after = await notificationBench({ state: b.state, clock: b.clock });
  for (const id of ['2', '3']) after.fire(id);
  after.resolve('1');
  await after.clock.advanceBy(HOUR);
  expect(told(b)).toEqual(['ops firing 1! 2!', 'ops firing 1 2!', 'ops firing 2! 3!']);
  expect(told(after)).toEqual([]);
});
