import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Access } from './access.ts';
import { isFromThisMachine } from './local-connections.ts';
import { createSessions } from './sessions.ts';
import { findToken, hashToken } from './tokens.ts';

const TOKEN = 'a-token-of-some-length';
const KEY = randomBytes(32);
const ACCESS: Access = {
  tokens: [{ name: 'ci', role: 'admin', sha256: hashToken(TOKEN) }],
  users: [{ name: 'ci', role: 'viewer', password: 'a hash' }],
};
const BY_TOKEN = { name: 'ci', how: 'token' } as const;
const BY_PASSWORD = { name: 'ci', how: 'user' } as const;

test('a session counts until it ends, and only with the token that it was opened by', () => {
  const sessions = createSessions(KEY);
  const { value, maxAgeSeconds } = sessions.issue(BY_TOKEN, ACCESS, 1000);
  expect(sessions.read(value, ACCESS, 1000)).toEqual({ name: 'ci', role: 'admin', how: 'token' });
  expect(createSessions(KEY).read(value, ACCESS, 1000)?.name).toBe('ci');
  expect(sessions.read(value, ACCESS, 1000 + maxAgeSeconds * 1000)).toBeUndefined();
  expect(createSessions(randomBytes(32)).read(value, ACCESS, 1000)).toBeUndefined();
  const replaced = hashToken('another-token-altogether');
  expect(
    sessions.read(value, { ...ACCESS, tokens: [{ ...ACCESS.tokens[0], sha256: replaced }] }, 1000),
  ).toBeUndefined();
  expect(sessions.read(value, { ...ACCESS, tokens: [] }, 1000)).toBeUndefined();
});

test('a session has the role that its user has now, and ends with the password', () => {
  const sessions = createSessions(KEY);
  const { value } = sessions.issue(BY_PASSWORD, ACCESS, 1000);
  const withUser = (change: object) => ({ ...ACCESS, users: [{ ...ACCESS.users[0], ...change }] });
  expect(sessions.read(value, ACCESS, 1000)).toEqual({ name: 'ci', role: 'viewer', how: 'user' });
  expect(sessions.read(value, withUser({ role: 'editor' }), 1000)?.role).toBe('editor');
  expect(sessions.read(value, withUser({ password: 'another hash' }), 1000)).toBeUndefined();
  expect(sessions.read(value, { ...ACCESS, users: [] }, 1000)).toBeUndefined();
});

test('nothing else is a session, and nothing but the token is the token', () => {
  const sessions = createSessions(KEY);
  const { value } = sessions.issue(BY_TOKEN, ACCESS, 1000);
  const [expires, how, name, signature] = value.split('.');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `9999999999999.${text}`),
        fc.string().map((text) => `${expires}.${how}.${name}.${text}`),
      ),
      (text) => {
        fc.pre(text !== value);
        expect(sessions.read(text, ACCESS, 0)).toBeUndefined();
        expect(findToken(ACCESS.tokens, text) !== undefined).toBe(text === TOKEN);
      },
    ),
  );
  expect(findToken(ACCESS.tokens, TOKEN)?.name).toBe('ci');
  // A later end, or another who has the same name, with the signature of the first.
  expect(sessions.read(`${Number(expires) + 1}.${how}.${name}.${signature}`, ACCESS, 0)).toBeUndefined();
  expect(sessions.read(`${expires}.user.${name}.${signature}`, ACCESS, 0)).toBeUndefined();
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
