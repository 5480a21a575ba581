import { VirtualClock } from '@telltale/model';
import { expect, test } from 'vitest';
import { InsertQueue } from './insert-queue.ts';

function queueOf(maxWaitingRows = 10) {
  const clock = new VirtualClock(0);
  const inserts: { rows: readonly number[]; end: (error?: Error) => void }[] = [];
  const insert = (rows: readonly number[]) =>
    new Promise<void>((resolve, reject) => {
      inserts.push({ rows, end: (error) => (error ? reject(error) : resolve()) });
    });
  return { clock, inserts, queue: new InsertQueue<number>({ clock, insert, maxWaitingRows }) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('the first rows are inserted at once, what comes meanwhile together a little later', async () => {
  const { clock, inserts, queue } = queueOf();
  const done: string[] = [];
  const add = (name: string, rows: number[]) => queue.add(rows).then(() => done.push(name));
  const first = add('first', [1]);
  await turn();
  const others = [add('second', [2]), add('third', [3, 4])];
  inserts[0].end();
  await first;
  expect(inserts).toHaveLength(1);
  await clock.advanceBy(200);
  await turn();
  expect(inserts.map(({ rows }) => rows)).toEqual([[1], [2, 3, 4]]);
  expect(done).toEqual(['first']);
  inserts[1].end();
  await Promise.all(others);
  expect(done).toEqual(['first', 'second', 'third']);
});

test('when too many rows wait, a batch is refused whole, and taken when there is room again', async () => {
  const { clock, inserts, queue } = queueOf(3);
  const first = queue.add([1, 2]);
  await turn();
  await expect(queue.add([3, 4])).rejects.toMatchObject({ code: 'TT_OVERLOADED' });
  const fits = queue.add([5]);
  inserts[0].end();
  await first;
  await clock.advanceBy(200);
  await turn();
  inserts[1].end();
  await fits;
  expect(inserts.map(({ rows }) => rows)).toEqual([[1, 2], [5]]);
  // A batch that is larger than the queue finds its way where nothing waits.
  const large = queue.add([1, 2, 3, 4]);
  await clock.advanceBy(200);
  await turn();
  inserts[2].end();
  await large;
});

test('an insert that fails is told to all whose rows were in it, and the next one is tried', async () => {
  const { clock, inserts, queue } = queueOf();
  const [first, second] = [queue.add([1]), queue.add([2])];
  await turn();
  inserts[0].end(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await expect(second).rejects.toThrow('no');
  const third = queue.add([3]);
  await clock.advanceBy(200);
  await turn();
  inserts[1].end();
  await third;
  await queue.drain();
});
