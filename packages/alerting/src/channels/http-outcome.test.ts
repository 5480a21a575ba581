import { describe, expect, test } from 'vitest';
import { outcomeOfResponse, parseRetryAfter } from './http-outcome.ts';

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
