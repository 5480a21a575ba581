import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFromThisMachine } from './outside-access.ts';
import { createSessions } from './sessions.ts';

const TOKEN = 'a-token-of-some-length';

test('a session counts until it ends, and only with the token that it was opened by', () => {
  const sessions = createSessions(TOKEN);
  const { value, maxAgeSeconds } = sessions.issue(1000);
  expect(sessions.isValid(value, 1000)).toBe(true);
  expect(createSessions(TOKEN).isValid(value, 1000)).toBe(true);
  expect(sessions.isValid(value, 1000 + maxAgeSeconds * 1000)).toBe(false);
  expect(createSessions('another-token-altogether').isValid(value, 1000)).toBe(false);
});

test('nothing else is a session, and nothing but the token is the token', () => {
  const sessions = createSessions(TOKEN);
  const { value } = sessions.issue(1000);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `9999999999999.${text}`),
      ),
      (text) => {
        expect(sessions.isValid(text, 0)).toBe(false);
        expect(sessions.isToken(text)).toBe(text === TOKEN);
      },
    ),
  );
  // A later end with the signature of an earlier one.
  const [expires, signature] = value.split('.');
  expect(sessions.isValid(`${Number(expires) + 1}.${signature}`, 0)).toBe(false);
});

test.each([
  ['127.0.0.1', true],
  ['::ffff:127.0.0.1', true],
  ['::1', true],
  ['192.0.2.7', false],
  ['::ffff:192.0.2.7', false],
  [undefined, false],
])('%s is of this machine: %s', (address, expected) => {
  expect(isFromThisMachine(address)).toBe(expected);
});
