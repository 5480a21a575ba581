import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasLuhnDigit, isIban } from './check-digits.ts';
import { findLeaks, isUuid } from './detectors.ts';
import { mask } from './mask.ts';
import { isPersonalName } from './personal-names.ts';

const kindsOf = (text: string) => findLeaks(text).map(({ kind }) => kind);
const digits = (count: number) => fc.stringMatching(new RegExp(`^\\d{${count}}$`));

/** Made up, or of the documents of those who give them out. */
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl';
const AWS = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
const STRIPE = ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_');

describe('leaks', () => {
  test.each([
    ['please write to ada@example.com', 'email'],
    ['card 4111 1111 1111 1111 declined', 'card-number'],
    ['paid from DE89 3704 0044 0532 0130 00', 'iban'],
    ['call +49 30 901820 now', 'phone-number'],
    [`authorization: Bearer abcdef0123456789`, 'bearer-token'],
    [`token ${JWT}`, 'jwt'],
    [`key ${AWS}`, 'access-key'],
    [`using ${STRIPE}`, 'access-key'],
    ['postgres://app:hunter2@db:5432/shop', 'password-in-url'],
    ['-----BEGIN RSA PRIVATE KEY-----', 'private-key'],
  ])('%s', (text, kind) => {
    expect(kindsOf(text)).toEqual([kind]);
  });

  test.each([
    'GET /orders/4111111111111112 200',
    'postgres://app:***@db:5432/shop',
    'user@host connected',
    'took 1234567890123 ns',
    '2026-11-23T18:00:00.123456789Z',
    '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d',
    'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    'trace 4bf92f3577b34da6a3ce929d0e0e4736',
    '10.0.0.1:8080',
    'GB is no account',
  ])('nothing in %s', (text) => {
    expect(findLeaks(text)).toEqual([]);
  });

  test('every card number is found among other words, and none whose check digit is wrong', () => {
    fc.assert(
      fc.property(fc.constantFrom('3', '4', '5', '6'), digits(14), (first, rest) => {
        const check = Array.from({ length: 10 }, (_, d) => `${first}${rest}${d}`).filter((n) =>
          hasLuhnDigit(n),
        );
        expect(check).toHaveLength(1);
        expect(kindsOf(`card ${check[0]} was declined`)).toEqual(['card-number']);
        const wrong = `${first}${rest}${(Number(check[0].at(-1)) + 1) % 10}`;
        expect(kindsOf(`card ${wrong} was declined`)).toEqual([]);
      }),
    );
  });

  test('of account numbers one pair of check digits is right, and found', () => {
    fc.assert(
      fc.property(digits(18), (account) => {
        const all = Array.from({ length: 97 }, (_, i) => `DE${String(i + 2).padStart(2, '0')}${account}`);
        const right = all.filter((iban) => isIban(iban));
        expect(right).toHaveLength(1);
        expect(kindsOf(`from ${right[0]} to us`)).toEqual(['iban']);
      }),
    );
  });

  test('any text is looked at without an error, and what is found stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        for (const leak of findLeaks(text)) expect(leak.text.length).toBeGreaterThan(0);
      }),
    );
  });

  test('a hostile text costs no more than another one', () => {
    const hostile = [
      'a'.repeat(20_000),
      `${'a.'.repeat(10_000)}@`,
      '+1 '.repeat(7000),
      '4 '.repeat(10_000),
      'DE00'.repeat(5000),
    ];
    for (const text of hostile) expect(findLeaks(text).length).toBeLessThan(10_000);
  });
});

test('a mask shows at most the first and last two characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (text) => {
      const shown = mask(text).replace(/ \(\d+ characters\)$/, '');
      expect(Array.from(shown).length).toBeLessThanOrEqual(5);
      if (Array.from(text).length < 6) expect(shown).toBe('…');
    }),
  );
  expect(mask('ada@example.com')).toBe('ad…om (15 characters)');
});

test('names of persons and secrets are known by their end', () => {
  for (const name of ['email', 'customer_email', 'user.phoneNumber', 'apiKey', 'db-password', 'order.iban']) {
    expect(isPersonalName(name), name).toBe(true);
  }
  for (const name of ['email_type', 'token_type', 'phone_model', 'route', 'password_resets', 'mail_queue']) {
    expect(isPersonalName(name), name).toBe(false);
  }
});

test('ids of things are told from names of parts', () => {
  expect(isUuid('9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d')).toBe(true);
  expect(isUuid('checkout-1')).toBe(false);
});
