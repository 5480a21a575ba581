import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { outsideAccess } from './outside-access.ts';

const LONG = 'a-token-of-some-length';

function inFolder(env: Readonly<Record<string, string>> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'telltale-outside-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const said: string[] = [];
  const io = { cwd, env, writeError: (text: string) => void said.push(text) };
  return {
    cwd,
    said,
    access: (listen?: string) => outsideAccess({ data: 'data', ...(listen !== undefined && { listen }) }, io),
  };
}

test('without an address nobody comes from outside', () => {
  expect(inFolder().access()).toBeUndefined();
});

test('a token is made up once, kept for its owner alone, and not printed', () => {
  const { cwd, access, said } = inFolder();
  const first = access('0.0.0.0');
  const file = join(cwd, 'data', 'token');
  expect(first).toEqual({ host: '0.0.0.0', token: readFileSync(file, 'utf8').trim() });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(access('0.0.0.0')).toEqual(first);
  expect(said).toEqual([`A token was made up: it is in ${file}.\n`]);
});

test('a token is given as a variable, or as a file', () => {
  expect(inFolder({ TELLTALE_TOKEN: LONG }).access('192.0.2.7')).toEqual({ host: '192.0.2.7', token: LONG });
  const { cwd, access } = inFolder({ TELLTALE_TOKEN_FILE: 'secret.txt' });
  writeFileSync(join(cwd, 'secret.txt'), `${LONG}\n`);
  expect(access('0.0.0.0')?.token).toBe(LONG);
});

test.each([
  ['a name', 'localhost', {}, /--listen must be an address/],
  ['a short token', '0.0.0.0', { TELLTALE_TOKEN: 'short' }, /shorter than 16/],
  ['a file that is not there', '0.0.0.0', { TELLTALE_TOKEN_FILE: 'nope' }, /cannot be read/],
])('%s is refused', (_, listen, env, message) => {
  expect(() => inFolder(env).access(listen)).toThrow(message);
});
