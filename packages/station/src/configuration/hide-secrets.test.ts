import { printYamlDocument } from '@telltale/formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shownSettings, withoutPasswords } from './hide-secrets.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9]{12,20}$/).map((text) => `SECRET${text}`);

/** Settings of any shape with a secret in each place where there may be one. */
const settings = fc.letrec((tie) => ({
  part: fc.oneof(
    { maxDepth: 4 },
    fc.record({ token: secret }),
    fc.record({ password: fc.record({ env: secret }), url: fc.constant('http://a') }),
    fc.record({ headers: fc.dictionary(fc.constantFrom('a', 'b'), secret, { noNullPrototype: true }) }),
    fc.record({ env: fc.dictionary(fc.constantFrom('a', 'b'), secret, { noNullPrototype: true }) }),
    secret.map((password) => ({ url: `http://user:${password}@host/path` })),
    secret.map((password) => ({ args: [`--dsn=postgres://user:${password}@host/db?a=b`] })),
    fc.record({ list: fc.array(tie('part'), { maxLength: 3 }), read: fc.constant(() => 'SECRET') }),
  ),
})).part;

test('whatever the settings, no secret is shown', () => {
  fc.assert(
    fc.property(settings, (part) => {
      expect(printYamlDocument(shownSettings({ part }))).not.toContain('SECRET');
    }),
  );
});

test('times are written as people write them, files of secrets by their path', () => {
  expect(shownSettings({ timeoutMs: 90_000, apiKey: { file: '/run/key' }, position: { line: 1 } })).toEqual({
    timeout: '1m30s',
    apiKey: { file: '/run/key' },
  });
});

test('passwords of addresses are left out, the rest stays', () => {
  expect(withoutPasswords({ a: ['https://u:p@h/x', 'plain'], b: { c: 1 } })).toEqual({
    a: ['https://u:xxxxx@h/x', 'plain'],
    b: { c: 1 },
  });
});
