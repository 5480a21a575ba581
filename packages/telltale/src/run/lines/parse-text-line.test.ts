import { severityName } from '@telltale/model';
import { expect, test } from 'vitest';
import { guessSeverity, parseTextLine } from './parse-text-line.ts';

test.each([
  ['ERROR:root:payment refused', 'error'],
  ['2026-11-22 12:00:00,123 - shop - WARNING - slow', 'warn'],
  ['[2026-11-22T12:00:00Z] INFO  starting', 'info'],
  ['2026/11/22 12:00:00 [error] 7#7: *1 connect() failed', 'error'],
  ['error: something went wrong', 'error'],
  ['[warn] deprecated', 'warn'],
  ['info: listening on 3000', 'info'],
  ['E1122 12:00:00.123456   1 main.go:5] failed', 'error'],
  ['I1122 12:00:00.123456   1 main.go:5] fine', 'info'],
  ['<3>kernel: out of memory', 'error'],
  ['<30>daemon: hello', 'info'],
  ['12:00:00.123 [main] DEBUG com.example.App - x', 'debug'],
  ['FATAL: password authentication failed for user "a"', 'fatal'],
  ['2026-11-22 12:00:00.123 UTC [7] LOG:  checkpoint starting', undefined],
  ['TypeError: x is not a function', 'error'],
  ['Traceback (most recent call last):', 'error'],
  ['panic: runtime error: index out of range', 'error'],
  ["thread 'main' panicked at src/main.rs:2:5:", 'error'],
  ['Exception in thread "main" java.lang.NullPointerException', 'error'],
  ['npm ERR! code ELIFECYCLE', 'error'],
  ['GET /error HTTP/1.1 200', undefined],
  ['ready in 500 ms', undefined],
  ['0 errors found', undefined],
  ['DEBUG=false', undefined],
  ['no-error-here', undefined],
  [`${'x'.repeat(200)} ERROR`, undefined],
])('the severity of %j is %s', (line, name) => {
  expect(severityName(guessSeverity(line))).toBe(name);
});

test('colours of a terminal are no part of a message', () => {
  expect(
    parseTextLine('\u001B[31mERROR\u001B[0m \u001B]8;;http://a\u0007link\u001B]8;;\u0007'),
  ).toMatchObject({
    message: 'ERROR link',
    severity: 17,
  });
});
