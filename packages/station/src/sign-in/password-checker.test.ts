import { expect, test } from 'vitest';
import { PasswordChecker } from './password-checker.ts';
import { hashPassword } from './passwords.ts';

const ADDRESS = '192.0.2.7';

test('what is remembered of a password counts for its own user and password alone', async () => {
  const checker = new PasswordChecker(() => 0);
  const users = await Promise.all(
    [
      ['a', 'bc'],
      ['ab', 'c'],
    ].map(async ([name, password]) => ({
      name,
      role: 'viewer' as const,
      password: await hashPassword(password),
    })),
  );
  const verdictOf = async (name: string, password: string) =>
    (await checker.check(users, { name, password, address: ADDRESS })).kind;
  for (let time = 0; time < 2; time++) {
    expect(await verdictOf('a', 'bc')).toBe('right');
    // Put together without a mark between them, they are the same.
    expect(await verdictOf('ab', 'bc')).toBe('wrong');
    expect(await verdictOf('abc', '')).toBe('wrong');
    expect(await verdictOf('ab', 'c')).toBe('right');
  }
});

test('ten wrong passwords in a minute are all that one address may try, and others are not held up', async () => {
  let now = 0;
  const checker = new PasswordChecker(() => now);
  const users = [{ name: 'a', role: 'viewer' as const, password: await hashPassword('right') }];
  const kinds: string[] = [];
  for (let guess = 0; guess < 12; guess++) {
    const attempt = { name: 'a', password: `guess-${guess}`, address: ADDRESS };
    kinds.push((await checker.check(users, attempt)).kind);
  }
  expect(kinds).toEqual([...Array<string>(10).fill('wrong'), 'later', 'later']);
  const right = { name: 'a', password: 'right', address: '192.0.2.8' };
  expect((await checker.check(users, right)).kind).toBe('right');
  now += 61_000;
  expect((await checker.check(users, { ...right, address: ADDRESS })).kind).toBe('right');
});
