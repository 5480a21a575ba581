import { severityNumber } from '@telltale/model';
import type { LogRecord } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopRecord, startSignalStation } from '../../test/support/signal-station.ts';
import type { SignalStation } from '../../test/support/signal-station.ts';
import { run } from '../../test/support/run-cli.ts';
import { createPaint } from '../check/report/paint.ts';
import { followToOutput } from '../logs/follow-to-output.ts';
import { formatRecord } from '../logs/log-line.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const MINUTE_MS = 60_000;
const nowMs = Date.now();

let station: SignalStation;

beforeAll(async () => {
  station = await startSignalStation();
  const at = (minutes: number) => ({ timeMs: nowMs - minutes * MINUTE_MS });
  await station.sendLogs([
    shopRecord('started', at(50)),
    shopRecord('order placed', { ...at(20), attributes: { order: { id: 7 }, note: 'two words' } }),
    shopRecord('payment refused', {
      ...at(10),
      severity: severityNumber('error'),
      service: 'pay',
      traceId: TRACE,
    }),
    shopRecord('retrying', { ...at(9.9), severity: severityNumber('warn') }),
    shopRecord('order placed', { ...at(5), attributes: { order: { id: 8 } } }),
    shopRecord('yesterday', at(26 * 60)),
  ]);
});
afterAll(() => station.stop());

const logs = (...argv: string[]) => run('/', 'logs', '--url', station.url, ...argv);
const messagesOf = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as LogRecord).message);

describe('telltale logs', () => {
  test('prints the records of the last hour that match, the newest last', async () => {
    const { exitCode, output, errors } = await logs('order', 'level:info');
    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(output.split('\n')).toEqual([
      `${new Date(nowMs - 20 * MINUTE_MS).toISOString()}  INFO   shop  order placed  order.id=7 note="two words"`,
      `${new Date(nowMs - 5 * MINUTE_MS).toISOString()}  INFO   shop  order placed  order.id=8`,
      '',
    ]);
  });

  test.each([
    [
      ['--level', 'warning'],
      ['payment refused', 'retrying'],
    ],
    [['--service', 'pay'], ['payment refused']],
    [['a', 'OR', 'retrying', '--service', 'shop', '--level', 'warn'], ['retrying']],
    [[`trace:${TRACE}`], ['payment refused']],
    [['--since', '2d', 'yesterday'], ['yesterday']],
    [
      ['--since', '15m', '--until', '9m'],
      ['payment refused', 'retrying'],
    ],
    [
      [
        '--since',
        String((nowMs - 21 * MINUTE_MS) / 1000),
        '--until',
        new Date(nowMs - 15 * MINUTE_MS).toISOString(),
      ],
      ['order placed'],
    ],
    [
      ['--', '-order', '-level:info'],
      ['payment refused', 'retrying'],
    ],
  ])('%j finds %j', async (argv, messages) => {
    const { output } = await logs('--json', ...argv);
    expect(messagesOf(output)).toEqual(messages);
  });

  test('of more records than the limit the newest are shown, and it says so', async () => {
    const { output, errors } = await logs('--limit', '2');
    expect(output.trim().split('\n')).toHaveLength(2);
    expect(errors).toBe('There are older ones: these are the newest 2 (--limit).\n');
  });

  test('records around those that match, of the same service', async () => {
    const { output } = await logs('id', 'OR', 'order.id:7', '--context', '1');
    const lines = output.trimEnd().split('\n');
    expect(lines.map((line) => line.slice(0, 2))).toEqual(['  ', '> ', '  ']);
    expect(lines.map((line) => /shop {2}(\w+)/.exec(line)?.[1])).toEqual(['started', 'order', 'retrying']);
    const apart = await logs('started', 'OR', 'order.id:8', '--context', '0');
    expect(apart.output).toContain('\n--\n');
  });

  test('counts in steps, by severity', async () => {
    const { output } = await logs('--counts', '--step', '1h', '--since', '90m');
    expect(output).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00Z {2}\d {2}█+/);
    expect(output).toMatch(/error 1 {2}warn 1 {2}info/);
    const { output: json } = await logs('--counts', '--json', 'level:error');
    expect(JSON.parse(json)).toMatchObject({ stepMs: 60_000, counts: [{ counts: { error: 1 } }] });
  });

  test('nothing that matches is no fault', async () => {
    expect(await logs('nowhere')).toEqual({ exitCode: 0, output: '', errors: 'Nothing matches since 1h.\n' });
  });

  test.each([
    [['level:eror'], '1:7: "eror" is no level', 'TT_SEARCH_SYNTAX'],
    [['--level', 'eror'], 'did you mean error?', 'TT_USAGE'],
    [['--since', 'never'], '--since must be a time', 'TT_USAGE'],
    [['--since', '5m', '--until', '10m'], '--since 5m is not before --until 10m', 'TT_USAGE'],
    [['--limit', '0'], '--limit must be a whole number from 1', 'TT_USAGE'],
    [['--follow', '--counts'], '--follow and --counts make no sense together', 'TT_USAGE'],
    [['/a(/'], 'regular expression', 'TT_USAGE'],
  ])('%j is a wrong call', async (argv, reason, code) => {
    const { exitCode, errors } = await logs(...argv);
    expect(exitCode).toBe(2);
    expect(errors).toContain(reason);
    expect(errors).toContain(code);
  });

  test('no station is a fault', async () => {
    const { exitCode, errors } = await run('/', 'logs', '--url', '127.0.0.1:1');
    expect(exitCode).toBe(2);
    expect(errors).toContain('TT_STATION_UNREACHABLE');
  });
});

describe('telltale logs --follow', () => {
  /** Follows in the background; `seen` resolves when a text has been written. */
  function following(address: string, query: string) {
    const abort = new AbortController();
    let output = '';
    let errors = '';
    const waiting = new Map<string, () => void>();
    const note = (text: string) => {
      for (const [wanted, resolve] of waiting) if (text.includes(wanted)) resolve();
    };
    const io = {
      write: (text: string) => note((output += text)),
      writeError: (text: string) => note((errors += text)),
      useColor: false,
      cwd: '/',
      env: {},
    };
    const options = {
      address,
      query,
      limit: 1,
      start: (nowMs - 60 * MINUTE_MS) / 1000,
      format: { kind: 'json' } as const,
    };
    const done = followToOutput(options, io, abort.signal);
    const seen = async (text: string) => {
      if (output.includes(text) || errors.includes(text)) return;
      await Promise.race([done, new Promise<void>((resolve) => waiting.set(text, resolve))]);
    };
    return {
      done,
      seen,
      stop: async () => {
        abort.abort();
        await done;
        return { messages: messagesOf(output), errors };
      },
    };
  }

  test('shows the newest records, then those that come, each once', async () => {
    const tail = following(station.url, 'followed OR order');
    await tail.seen('order placed');
    await station.sendLogs([shopRecord('followed 1'), shopRecord('other')]);
    await station.sendLogs([shopRecord('followed 2')]);
    await tail.seen('followed 2');
    expect(await tail.stop()).toEqual({ messages: ['order placed', 'followed 1', 'followed 2'], errors: '' });
  });

  test('goes on when the station is there again, with what came in between', async () => {
    const first = await startSignalStation();
    await first.sendLogs([shopRecord('before', { timeMs: Date.now() - 500 })]);
    const port = Number(new URL(first.url).port);
    const tail = following(first.url, '');
    await tail.seen('before');
    await first.stop();
    await tail.seen('away');
    const second = await startSignalStation({ port });
    await second.sendLogs([shopRecord('after', { timeMs: Date.now() })]);
    await tail.seen('after');
    const { messages, errors } = await tail.stop();
    expect(messages).toEqual(['before', 'after']);
    expect(errors).toContain('it is asked again');
    await second.stop();
  });

  test('a query that is refused, or no station, is a fault', async () => {
    await expect(following(station.url, '/a(/').done).rejects.toMatchObject({ code: 'TT_USAGE' });
    await expect(following('http://127.0.0.1:1', '').done).rejects.toMatchObject({
      code: 'TT_STATION_UNREACHABLE',
    });
  });
});

describe('a record on a line', () => {
  test('has its level in a colour, and none where there is no terminal', () => {
    const record = shopRecord('broken', { severity: severityNumber('fatal'), logger: 'cart' });
    expect(formatRecord(record, createPaint(true))).toContain('\u001B[31mFATAL\u001B[0m');
    expect(formatRecord(record, createPaint(false))).toMatch(/Z {2}FATAL {2}shop\/cart {2}broken\n$/);
  });

  test.each(['exception.stacktrace', 'error.stack_trace', 'stack'])(
    'has the stack trace in %s below it',
    (name) => {
      const record = shopRecord('broken', {
        attributes: { [name]: 'Error: x\n    at f (a.js:1:2)', code: 7 },
      });
      expect(formatRecord(record, createPaint(false))).toMatch(
        /shop {2}broken {2}code=7\n {4}Error: x\n {8}at f \(a\.js:1:2\)\n$/,
      );
    },
  );

  test('keeps what a hostile program logs from the terminal', () => {
    const record = shopRecord('a\u001B[2Jb\u0007\r\n  second', {
      attributes: { 'x\u001B': '\u001B]0;title\u0007', 'exception.stacktrace': 'Error: x\n  at \u001Bf' },
    });
    const text = formatRecord(record, createPaint(false));
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F]/);
    expect(text.split('\n')).toHaveLength(5);
  });
});
