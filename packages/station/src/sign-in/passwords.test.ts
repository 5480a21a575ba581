import { scryptSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { UserEntry } from './access.ts';
import { GuessLimit } from './guess-limit.ts';
import { PasswordChecker } from './password-checker.ts';
import { hashPassword, isPassword, isPasswordHash } from './passwords.ts';

const ADDRESS = '192.0.2.7';

/** A hash that costs nothing, so that many passwords can be tried. */
function cheapHash(password: string): string {
  const salt = Buffer.alloc(16, 7);
  const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$scrypt$ln=1,r=1,p=1$${unpadded(salt)}$${unpadded(scryptSync(password, salt, 32, { N: 2, r: 1, p: 1 }))}`;
}

function user(name: string, password: string): UserEntry {
  return { name, role: 'viewer', password: cheapHash(password) };
}

test('a hash is of one password alone, and another each time', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=1\$[\w+/]+\$[\w+/]+$/);
  expect(await hashPassword('correct horse battery')).not.toBe(hash);
  expect(await isPassword('correct horse battery', hash)).toBe(true);
  expect(await isPassword('correct horse batterz', hash)).toBe(false);
  // The letter with its accent, and the letter and the accent.
  expect(await isPassword('caf\u00e9 au lait', await hashPassword('cafe\u0301 au lait'))).toBe(true);
});

test.each([
  ['a password', 'hunter2'],
  ['a hash of something else', '$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu'],
  ['one that takes the memory of the machine', cheapHash('a').replace('ln=1', 'ln=30')],
  ['one that takes a day', cheapHash('a').replace('p=1', 'p=99')],
  ['one without a salt', '$scrypt$ln=15,r=8,p=1$$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
])('%s is no hash', async (_, text) => {
  expect(isPasswordHash(text)).toBe(false);
  expect(await isPassword('a', text)).toBe(false);
});

test('what is remembered of a right password lets in nothing but that password of that user', async () => {
  const part = fc.string({ maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(part, part, async (name, password) => {
      const checker = new PasswordChecker(() => 0);
      // The same letters, parted at every other place.
      const joined = name + password;
      const others = Array.from(joined, (_, at) => joined.slice(0, at)).filter((other) => other !== name);
      const users = [user(name, password), ...others.map((other) => user(other, 'something else'))];
      const check = (who: string, secret: string) =>
        checker.check(users, { name: who, password: secret, address: `192.0.2.${who.length}` });
      expect((await check(name, password)).kind).toBe('right');
      for (const other of others) {
        expect((await check(other, joined.slice(other.length))).kind).toBe('wrong');
      }
      expect((await check(name, `${password}x`)).kind).toBe('wrong');
    }),
    { numRuns: 50 },
  );
});

test('what was right is forgotten with the user, with the password and after five minutes', async () => {
  let nowMs = 0;
  const checker = new PasswordChecker(() => nowMs);
  const attempt = { name: 'alice', password: 'correct horse', address: ADDRESS };
  const alice = user('alice', 'correct horse');
  expect((await checker.check([alice], attempt)).kind).toBe('right');
  expect((await checker.check([], attempt)).kind).toBe('wrong');
  expect((await checker.check([user('alice', 'another')], attempt)).kind).toBe('wrong');
  // Remembered: also somebody who guesses at the same address does not keep alice out.
  for (let i = 0; i < 20; i++) await checker.check([alice], { ...attempt, password: `guess ${i}` });
  expect((await checker.check([alice], attempt)).kind).toBe('right');
  nowMs = 300_000;
  expect((await checker.check([alice], attempt)).kind).toBe('right');
});

test('who guesses waits, at one address, also where all guesses come at once', async () => {
  let nowMs = 0;
  const checker = new PasswordChecker(() => nowMs);
  const users = [user('alice', 'correct horse')];
  const guess = (address: string) =>
    checker.check(users, { name: 'alice', password: 'guess', address }).then(({ kind }) => kind);
  const all = await Promise.all(Array.from({ length: 30 }, () => guess(ADDRESS)));
  expect(all.filter((kind) => kind === 'wrong')).toHaveLength(10);
  expect(all.filter((kind) => kind === 'later')).toHaveLength(20);
  expect(await checker.check(users, { name: 'alice', password: 'correct horse', address: ADDRESS })).toEqual({
    kind: 'later',
    seconds: 60,
  });
  expect(await guess('192.0.2.8')).toBe('wrong');
  nowMs = 60_000;
  expect(await guess(ADDRESS)).toBe('wrong');
});

test('right passwords are no guesses, and no more addresses are remembered than there is room for', async () => {
  const checker = new PasswordChecker(() => 0);
  const users = Array.from({ length: 20 }, (_, i) => user(`user ${i}`, 'correct horse'));
  for (const { name } of users) {
    expect((await checker.check(users, { name, password: 'correct horse', address: ADDRESS })).kind).toBe(
      'right',
    );
  }
  const limit = new GuessLimit(() => 0);
  for (let i = 0; i < 10; i++) limit.note('first');
  expect(limit.waitSeconds('first')).toBe(60);
  for (let i = 0; i < 10_000; i++) limit.note(`address ${i}`);
  expect(limit.waitSeconds('first')).toBe(0);
});

test('the event loop goes on while passwords are checked', async () => {
  const checker = new PasswordChecker(() => 0);
  const users = [{ name: 'alice', role: 'viewer', password: await hashPassword('correct horse') } as const];
  let isDone = false;
  let turns = 0;
  const turn = (): void => {
    turns++;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  const checks = Array.from({ length: 3 }, (_, i) =>
    checker.check(users, { name: 'alice', password: 'correct horse', address: `192.0.2.${i}` }),
  );
  expect((await Promise.all(checks)).map(({ kind }) => kind)).toEqual(['right', 'right', 'right']);
  isDone = true;
  expect(turns).toBeGreaterThan(10);
});
