import { expect, test } from 'vitest';
import { createNoticeLog } from './notice-log.ts';

test('a disk that refuses writes is told since the first refusal, until writing works again', () => {
  let nowMs = 1000;
  const log = createNoticeLog(() => nowMs);
  log.add({ kind: 'write-failed', message: 'the disk is full' });
  nowMs = 2000;
  log.add({ kind: 'write-failed', message: 'the disk is still full' });
  expect(log.standing()).toEqual([{ message: 'the disk is still full', atMs: 1000 }]);
  log.add({ kind: 'write-recovered', message: 'writing works again' });
  expect(log.standing()).toEqual([]);
});

test('damaged data is counted; it does not stand, because nobody can mend it', () => {
  const log = createNoticeLog(() => 0);
  log.add({ kind: 'block-damaged', message: 'a block' });
  log.add({ kind: 'log-cut', message: 'a tail' });
  expect([log.corruptions, log.standing()]).toEqual([2, []]);
});
