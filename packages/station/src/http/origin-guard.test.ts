import { describe, expect, test } from 'vitest';
import { isAllowedHost, isSameOrigin } from './origin-guard.ts';

describe('origin guard', () => {
  test.each(['localhost', '127.0.0.1:4400', '[::1]:4400', 'LOCALHOST:1'])('the host %s is served', (host) => {
    expect(isAllowedHost(host)).toBe(true);
  });

  test.each(['evil.example', '127.0.0.1.evil.example', 'localhost.evil.example:4400', ''])(
    'the host "%s" is refused',
    (host) => {
      expect(isAllowedHost(host)).toBe(false);
    },
  );

  test('a program without a browser may post', () => {
    expect(isSameOrigin('POST', { host: '127.0.0.1:4400' })).toBe(true);
  });

  test('our own page may post', () => {
    expect(isSameOrigin('POST', { host: '127.0.0.1:4400', origin: 'http://127.0.0.1:4400' })).toBe(true);
  });

  test.each([
    { host: '127.0.0.1:4400', origin: 'http://evil.example' },
    { host: '127.0.0.1:4400', origin: 'null' },
    { host: '127.0.0.1:4400', 'sec-fetch-site': 'cross-site' },
    { host: '127.0.0.1:4400', 'sec-fetch-site': 'same-site' },
  ])('a page of another site may not post: %o', (headers) => {
    expect(isSameOrigin('POST', headers)).toBe(false);
  });

  test('reading is harmless from anywhere: the answer cannot be read by another site', () => {
    expect(isSameOrigin('GET', { host: '127.0.0.1:4400', origin: 'http://evil.example' })).toBe(true);
  });
});
