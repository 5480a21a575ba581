import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactSecrets } from './redact-secrets.ts';

describe('secrets are taken out of what others wrote', () => {
  test.each([
    ['key abcd1234 is wrong', ['abcd1234'], 'key [redacted] is wrong'],
    [
      'POST /services/T0/B0/xyzSECRETxyz failed',
      ['https://h.example/services/T0/B0/xyzSECRETxyz'],
      'POST /[redacted] failed',
    ],
    ['no hook xyzSECRETxyz', ['https://h.example/services/T0/B0/xyzSECRETxyz'], 'no hook [redacted]'],
    ['token=t0k3n-1', ['https://h.example/hook?token=t0k3n-1'], '[redacted]'],
    ['t0k3n-1?', ['https://h.example/hook?token=t0k3n-1'], '[redacted]?'],
    ['user:pässword', ['https://user:p%C3%A4ssword@h.example/'], '[redacted]:[redacted]'],
    ['a%20b%26c%3D', ['a b&c='], '[redacted]'],
    ['YSBiJmM9', ['a b&c='], '[redacted]'],
    ['say \\"so\\" now', ['say "so"'], '[redacted] now'],
    ['abcd abcdefgh', ['abcd', 'abcdefgh'], '[redacted] [redacted]'],
    ['a word', ['a', ''], 'a word'],
  ])('%j', (text, secrets, expected) => {
    expect(redactSecrets(text, secrets)).toBe(expected);
  });

  test('whatever the secret and wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), fc.string(), (secret, before, after) => {
        const [left, right] = [before.replaceAll(secret, ''), after.replaceAll(secret, '')];
        expect(redactSecrets(`${left}|${secret}|${right}`, [secret])).toContain('[redacted]');
      }),
    );
  });
});
