import type { LogsResponse, StoredLogRecord } from '@telltale/station/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LogSelection } from '../../data/api/logs-api.ts';
import { LogList } from './log-list.ts';
import { RateCap } from './rate-cap.ts';

type Search = LogSelection & { readonly limit: number; readonly after?: string };

const SECOND_MS = 1000;
const QUESTION = { query: '', filter: '', startMs: 0, endMs: 10_000 * SECOND_MS };
const NOW_MS = 900 * SECOND_MS;

function record(n: number): StoredLogRecord {
  return {
    id: `r${n}`,
    timeMs: n * SECOND_MS,
    severity: 9,
    service: 's',
    message: `m${n}`,
    attributes: {},
    resource: {},
  };
}

describe('the lines of the page', () => {
  /** What the station has, the newest first, and what it was asked. */
  let stored: StoredLogRecord[];
  let asked: Search[];
  let list: LogList;
  let fault: Error | undefined;

  beforeEach(() => {
    stored = Array.from({ length: 450 }, (_, i) => record(450 - i));
    asked = [];
    fault = undefined;
    const search = (selection: Search, signal?: AbortSignal): Promise<LogsResponse> => {
      asked.push(selection);
      if (fault !== undefined) return Promise.reject(fault);
      const from = stored.findIndex(({ id }) => id === selection.after) + 1;
      const found = stored
        .slice(from)
        .filter(({ timeMs }) => timeMs >= selection.startMs && timeMs < selection.endMs);
      const page = found.slice(0, selection.limit);
      return new Promise((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
        resolve({ records: page, hasMore: found.length > page.length });
      });
    };
    list = new LogList({ search, onChange: () => {} });
  });
  const messages = (): string[] => list.lines.slice(0, list.lines.length).map((line) => line.record.message);

  test('come page by page, down to the oldest', async () => {
    await list.ask(QUESTION);
    expect(messages()).toHaveLength(200);
    await list.more();
    await list.more();
    await list.more();
    expect(messages()).toEqual(stored.map(({ message }) => message));
    expect(list.hasMore).toBe(false);
    expect(asked).toHaveLength(3);
  });

  test('that came since are put in front once, also those that a tail has told', async () => {
    await list.ask(QUESTION);
    stored.unshift(record(452), record(451));
    const { id: _, ...untold } = record(451);
    list.arrive([untold], 0);
    await list.refresh(NOW_MS);
    await list.refresh(NOW_MS + 1);
    expect(messages().slice(0, 4)).toEqual(['m452', 'm451', 'm450', 'm449']);
  });

  test('wait while somebody reads, and are shown when asked for', async () => {
    await list.ask(QUESTION);
    list.hold(true);
    list.arrive([record(451), record(452)], 0);
    expect(list.waiting).toBe(2);
    expect(messages()[0]).toBe('m450');
    list.release();
    expect(list.waiting).toBe(0);
    expect(messages().slice(0, 3)).toEqual(['m452', 'm451', 'm450']);
  });

  test('begin anew where more came than one answer has, and go on down from there', async () => {
    await list.ask(QUESTION);
    list.hold(true);
    stored.unshift(...Array.from({ length: 300 }, (_, i) => record(750 - i)));
    await list.refresh(NOW_MS);
    expect(messages()[0]).toBe('m450');
    expect(list.waiting).toBe(200);
    list.hold(false);
    expect(messages()).toHaveLength(200);
    expect(messages()[0]).toBe('m750');
    await list.more();
    expect(messages()).toEqual(stored.slice(0, 400).map(({ message }) => message));
  });

  test('stay when newer ones cannot be asked for, which is said', async () => {
    await list.ask(QUESTION);
    fault = new Error('the station does not answer');
    await list.refresh(NOW_MS);
    expect(list.error).toBe('the station does not answer');
    expect(messages()).toHaveLength(200);
    fault = undefined;
    await list.refresh(NOW_MS);
    expect(list.error).toBe('');
  });

  test('of an answer that nobody waits for any more are not shown', async () => {
    const first = list.ask(QUESTION);
    const second = list.ask({ ...QUESTION, endMs: 11 * SECOND_MS });
    await Promise.all([first, second]);
    expect(list.isLoading).toBe(false);
    expect(messages()[0]).toBe('m10');
  });
});

test('of what comes in a second, the newest that there is room for is taken, and the rest counted', () => {
  const cap = new RateCap(3);
  expect(cap.take([1, 2], 0)).toEqual({ taken: [1, 2], dropped: 0 });
  expect(cap.take([3, 4, 5], 500)).toEqual({ taken: [5], dropped: 2 });
  expect(cap.take([6], 999)).toEqual({ taken: [], dropped: 1 });
  expect(cap.take([7], 1000)).toEqual({ taken: [7], dropped: 0 });
});
