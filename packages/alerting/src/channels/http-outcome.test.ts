import { describe, expect, test } from 'vitest';
import { TransportTimeout } from '../transport/transport.ts';
import { outcomeOfError, outcomeOfResponse, parseRetryAfter } from './http-outcome.ts';

describe('what an answer means', () => {
  test.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [302, 'refused'],
    [400, 'refused'],
    [404, 'refused'],
    [408, 'retry'],
    [425, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('%i is %s', (status, kind) => {
    expect(outcomeOfResponse({ status, headers: {}, body: '' }, 0).kind).toBe(kind);
  });
});

test('no answer at all is tried again, and one that took too long says so', () => {
  expect(outcomeOfError(new Error('reset'))).toEqual({ kind: 'retry', reason: 'other', error: 'reset' });
  expect(outcomeOfError(new TransportTimeout('no answer within 1 ms'))).toMatchObject({
    kind: 'retry',
    reason: 'contextDeadlineExceeded',
  });
});

describe('Retry-After', () => {
  test.each([
    [undefined, undefined],
    ['30', 30_000],
    [new Date(90_000).toUTCString(), 60_000],
    [new Date(0).toUTCString(), 0],
    ['soon', undefined],
  ])('%s', (header, expected) => {
    expect(parseRetryAfter(header, 30_000)).toBe(expected);
  });
});
