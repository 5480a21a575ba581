import { expect, test } from 'vitest';
import { SEVERITY_NAMES, parseSeverity, severityName, severityNumber } from './severity.ts';

test('severities have the numbers of OpenTelemetry, four for each word', () => {
  expect(SEVERITY_NAMES.map(severityNumber)).toEqual([1, 5, 9, 13, 17, 21]);
  expect([1, 4, 5, 9, 12, 13, 17, 20, 21, 24].map(severityName)).toEqual([
    'trace',
    'trace',
    'debug',
    'info',
    'info',
    'warn',
    'error',
    'error',
    'fatal',
    'fatal',
  ]);
  expect([0, -1, 25, Number.NaN].map(severityName)).toEqual([undefined, undefined, undefined, undefined]);
});

test('severities of other loggers are understood, whatever their case', () => {
  expect(['WARNING', 'Critical', 'silly', 'E', 'notice', ' info '].map(parseSeverity)).toEqual([
    'warn',
    'fatal',
    'trace',
    'error',
    'info',
    'info',
  ]);
  expect(['', 'loud', '__proto__', 'constructor', 'x'].map(parseSeverity)).toEqual(
    Array.from({ length: 5 }, () => undefined),
  );
});
