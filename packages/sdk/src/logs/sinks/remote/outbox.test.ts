import { expect, onTestFinished, test } from 'vitest';
import type { RecordDelivery, WaitingRecord } from './delivery.ts';
import { Outbox } from './outbox.ts';

const RECORD = { timeMs: 0, severity: 9, service: 'shop', message: 'm', attributes: {}, resource: {} };

test('a delivery that breaks loses nothing, and nobody but the notices hears of it', async () => {
  const sent: WaitingRecord[] = [];
  const notices: string[] = [];
  let calls = 0;
  const delivery: RecordDelivery = {
    deliver: (records) => {
      calls++;
      if (calls === 1) throw new Error('broken');
      if (calls === 2) return Promise.reject(new Error('broken as well'));
      sent.push(...records);
      return Promise.resolve({ unsent: [], refused: 0 });
    },
    close: () => Promise.resolve(),
  };
  const outbox = new Outbox({
    delivery,
    bufferBytes: 1_000_000,
    spool: undefined,
    notice: (message) => notices.push(message),
    dropped: (reason) => notices.push(reason),
  });
  onTestFinished(() => outbox.close(0));
  for (let number = 0; number < 3; number++) outbox.take({ record: RECORD, size: 100 });
  await outbox.flush(10_000);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
  expect(notices).toEqual(['log records wait: Error: broken', 'log records arrive again']);
}, 20_000);
