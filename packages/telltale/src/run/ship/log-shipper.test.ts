import type { LogRecord } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { LogShipper } from './log-shipper.ts';
import type { SendOutcome } from './send-records.ts';

function record(message: string): LogRecord {
  return { timeMs: 1, severity: 9, service: 's', message, attributes: {}, resource: {} };
}

/** A shipper whose station answers in turn, the last answer for ever. */
function shipping(...answers: SendOutcome[]) {
  const sent: string[] = [];
  const notices: string[] = [];
  const shipper = new LogShipper({
    send: async (records) => {
      const answer = answers.length > 1 ? answers.shift()! : answers[0];
      if (answer.kind === 'sent') sent.push(...records.map(({ message }) => message));
      return answer;
    },
    onNotice: (message) => notices.push(message),
    droppedRecord: (count) => record(`dropped ${count}`),
  });
  return { shipper, sent, notices };
}

const LATER = { kind: 'later', reason: 'away' } as const;

describe('records on their way to a station', () => {
  test('come in their order, in batches', async () => {
    const { shipper, sent, notices } = shipping({ kind: 'sent' });
    const messages = Array.from({ length: 2500 }, (_, i) => `m${i}`);
    for (const message of messages) shipper.add(record(message));
    expect(await shipper.close(5000)).toBe(0);
    expect({ sent, notices }).toEqual({ sent: messages, notices: [] });
  });

  test('wait for a station that is away, which is told once', async () => {
    const { shipper, sent, notices } = shipping(LATER, LATER, { kind: 'sent' });
    shipper.add(record('a'));
    expect(await shipper.close(5000)).toBe(0);
    expect(sent).toEqual(['a']);
    expect(notices).toEqual([
      'away; what is logged is kept in memory until it can be sent',
      'the station is there: what was logged is sent',
    ]);
  });

  test('are counted when nobody takes them, and the end does not wait', async () => {
    const { shipper } = shipping(LATER);
    shipper.add(record('a'));
    shipper.add(record('b'));
    expect(await shipper.close(60_000)).toBe(2);
  });

  test('that are refused are not sent again', async () => {
    const { shipper, sent, notices } = shipping({ kind: 'refused', reason: 'HTTP 400' }, { kind: 'sent' });
    shipper.add(record('a'));
    await expect.poll(() => notices).toHaveLength(1);
    shipper.add(record('b'));
    expect(await shipper.close(5000)).toBe(1);
    expect({ sent, notices }).toEqual({ sent: ['b'], notices: ['log records were refused: HTTP 400'] });
  });

  test('are dropped, the oldest first, when there are more than are kept; the station is told how many', async () => {
    const { shipper, sent } = shipping(LATER, { kind: 'sent' });
    for (let i = 0; i < 105_000; i++) shipper.add(record(`m${i}`));
    expect(await shipper.close(10_000)).toBe(5000);
    expect(sent[0]).toBe('m5000');
    expect(sent.slice(-2)).toEqual(['m104999', 'dropped 5000']);
  });

  test('hold a program up that writes more than is sent, but never for a station that is away', async () => {
    const { shipper } = shipping({ kind: 'sent' });
    expect(shipper.congestion()).toBeUndefined();
    for (let i = 0; i < 60_000; i++) shipper.add(record('m'));
    await shipper.congestion();
    expect(await shipper.close(5000)).toBe(0);
    const away = shipping(LATER);
    away.shipper.add(record('m'));
    await expect.poll(() => away.notices).toHaveLength(1);
    for (let i = 0; i < 60_000; i++) away.shipper.add(record('m'));
    expect(away.shipper.congestion()).toBeUndefined();
    await away.shipper.close(100);
  });
});
