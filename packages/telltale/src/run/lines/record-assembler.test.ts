import { VirtualClock, severityName } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.ts';
import type { AssembledRecord } from './record-assembler.ts';
import { RecordAssembler } from './record-assembler.ts';

/** The records of a text, as messages with their severities. */
function recordsOf(text: string): readonly (readonly [string, string | undefined])[] {
  const records: AssembledRecord[] = [];
  const assembler = new RecordAssembler(new VirtualClock(0), (record) => records.push(record));
  for (const line of text.split('\n')) assembler.line(line);
  assembler.flush();
  return records.map(({ message, severity }) => [message, severityName(severity)]);
}

const JAVA = `java.lang.IllegalStateException: no such card
	at com.example.Pay.charge(Pay.java:7)
	... 5 more
Caused by: java.io.IOException: reset
	at com.example.Net.read(Net.java:9)`;
const PYTHON = `Traceback (most recent call last):
  File "pay.py", line 7, in charge
    raise ValueError("no such card")
ValueError: no such card`;
const GO = `panic: no such card

goroutine 1 [running]:
main.charge(...)
	/app/main.go:7
exit status 2`;
const NODE = `Error: no such card
    at charge (file:///app/pay.js:7:9)
    at main (file:///app/main.js:3:1)`;

describe('lines become records', () => {
  test.each([
    ['Java', JAVA],
    ['Python', PYTHON],
    ['Go', GO],
    ['Node.js', NODE],
  ])('a stack trace of %s is one record, and an error', (_, trace) => {
    expect(recordsOf(`starting\n${trace}`)).toEqual([
      ['starting', undefined],
      [trace, 'error'],
    ]);
  });

  test('what comes after a stack trace is another record', () => {
    for (const trace of [JAVA, PYTHON, NODE]) {
      expect(recordsOf(`${trace}\nINFO next\n`)).toEqual([
        [trace, 'error'],
        ['INFO next', 'info'],
      ]);
    }
  });

  test('a traceback belongs to the error that was logged with it', () => {
    expect(recordsOf(`ERROR:root:refused\n${PYTHON}\nINFO:root:next`)).toEqual([
      [`ERROR:root:refused\n${PYTHON}`, 'error'],
      ['INFO:root:next', 'info'],
    ]);
    expect(recordsOf(`INFO:root:fine\n${PYTHON}`)[0]).toEqual(['INFO:root:fine', 'info']);
  });

  test('lines of JSON are records each, between text that goes on', () => {
    expect(recordsOf('a\n  b\n{"msg":"c","level":"warn"}\n  d\n\ne')).toEqual([
      ['a\n  b', undefined],
      ['c', 'warn'],
      ['  d', undefined],
      ['e', undefined],
    ]);
  });

  test('a record is whole when nothing follows for a while', async () => {
    const clock = new VirtualClock(1000);
    const records: AssembledRecord[] = [];
    const assembler = new RecordAssembler(clock, (record) => records.push(record));
    assembler.line('first');
    await clock.advanceBy(150);
    assembler.line('  goes on');
    await clock.advanceBy(150);
    expect(records).toEqual([]);
    await clock.advanceBy(400);
    expect(records).toMatchObject([{ message: 'first\n  goes on', arrivedMs: 1000 }]);
    assembler.line('  at the margin of nothing');
    await clock.advanceBy(1000);
    expect(records).toHaveLength(2);
  });

  test('a text without end is cut into records', () => {
    const records = recordsOf(`begin\n${'  more\n'.repeat(1200)}`);
    expect(records.length).toBe(3);
    expect(records.map(([message]) => message.split('\n').length)).toEqual([500, 500, 201]);
  });
});

test('lines are the same whatever the chunks they come in', () => {
  const text = fc.array(fc.constantFrom('a', 'ä', '€', '😀', '\n', '\r\n', ' '), { maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(6), { minLength: 1, maxLength: 20 }), (parts, sizes) => {
      const whole = Buffer.from(parts.join(''));
      const lines: string[] = [];
      const splitter = new LineSplitter((line) => lines.push(line));
      let at = 0;
      for (let i = 0; at < whole.length; i++) {
        const size = sizes[i % sizes.length] + 1;
        splitter.push(whole.subarray(at, at + size));
        at += size;
      }
      splitter.end();
      const expected = parts
        .join('')
        .split('\n')
        .map((line) => line.replace(/\r$/, ''));
      if (expected.at(-1) === '') expected.pop();
      expect(lines).toEqual(expected);
    }),
  );
});

test('a line without end is kept to a limit', () => {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (let i = 0; i < 100; i++) splitter.push(Buffer.alloc(10_000, 'x'));
  splitter.push(Buffer.from('\nnext\n'));
  expect(lines.map(({ length }) => length)).toEqual([256 * 1024, 4]);
});
