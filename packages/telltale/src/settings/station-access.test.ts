import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hashToken } from '@telltale/station';
import { stationAccess } from './station-access.ts';

const adminToken = (token: string) => ({
  name: 'TELLTALE_TOKEN',
  role: 'admin',
  sha256: hashToken(token),
});

const LONG = 'a-token-of-some-length';

function inFolder(env: Readonly<Record<string, string>> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), 'telltale-outside-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const said: string[] = [];
  const io = { cwd, env, writeError: (text: string) => void said.push(text) };
  return {
    cwd,
    said,
    access: (listen?: string, access?: string) =>
      stationAccess(
        { data: 'data', ...(listen !== undefined && { listen }), ...(access !== undefined && { access }) },
        io,
      ),
  };
}

test('without an address nobody comes from outside', () => {
  expect(inFolder().access()).toEqual({});
});

test('a token is made up once, kept for its owner alone, and not printed', () => {
  const { cwd, access, said } = inFolder();
  const first = access('0.0.0.0');
  const file = join(cwd, 'data', 'token');
  expect(first.host).toBe('0.0.0.0');
  expect(first.access?.current()).toEqual({
    tokens: [adminToken(readFileSync(file, 'utf8').trim())],
    users: [],
    local: 'admin',
  });
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(access('0.0.0.0').access?.current()).toEqual(first.access?.current());
  expect(said).toEqual([`A token was made up: it is in ${file}.\n`]);
});

test('a token is given as a variable, or as a file', () => {
  const given = inFolder({ TELLTALE_TOKEN: LONG }).access('192.0.2.7');
  expect(given.host).toBe('192.0.2.7');
  expect(given.access?.current().tokens).toEqual([adminToken(LONG)]);
  const { cwd, access } = inFolder({ TELLTALE_TOKEN_FILE: 'secret.txt' });
  writeFileSync(join(cwd, 'secret.txt'), `${LONG}\n`);
  expect(access('0.0.0.0').access?.current().tokens).toEqual([adminToken(LONG)]);
});

test.each([
  ['a name', 'localhost', {}, /--listen must be an address/],
  ['a short token', '0.0.0.0', { TELLTALE_TOKEN: 'short' }, /shorter than 16/],
  ['a file that is not there', '0.0.0.0', { TELLTALE_TOKEN_FILE: 'nope' }, /cannot be read/],
])('%s is refused', (_, listen, env, message) => {
  expect(() => inFolder(env).access(listen)).toThrow(message);
});

test('a file says who may do what, beside the token, and again when it has changed', async () => {
  const { cwd, access, said } = inFolder({ TELLTALE_TOKEN: LONG });
  const file = join(cwd, 'access.yml');
  const entry = (name: string) => `tokens: [{ name: ${name}, role: viewer, sha256: ${hashToken(name)} }]\n`;
  writeFileSync(file, entry('grafana'));
  const { access: source, host } = access(undefined, 'access.yml');
  const names = () => source?.current().tokens.map(({ name }) => name);
  expect(host).toBeUndefined();
  expect(source?.current().local).toBeUndefined();
  expect(names()).toEqual(['TELLTALE_TOKEN', 'grafana']);
  writeFileSync(file, entry('a-dashboard'));
  await expect.poll(names, { timeout: 15_000 }).toEqual(['TELLTALE_TOKEN', 'a-dashboard']);
  writeFileSync(file, 'tokens: [{ name: nobody }]\n');
  await expect
    .poll(() => [names(), said.join('')], { timeout: 15_000 })
    .toEqual([['TELLTALE_TOKEN', 'a-dashboard'], expect.stringContaining('stays as it was')]);
});

test('a file with faults is refused with the line of each', () => {
  const { cwd, access } = inFolder();
  writeFileSync(
    join(cwd, 'access.yml'),
    [
      'tokens:',
      '  - { name: ci, role: boss, sha256: abc }',
      'users:',
      '  - { name: alice, role: editor, password: hunter2 }',
      '  - { name: alice, role: editor }',
      'proxy: { from: [everywhere], roles: { root: [sre] } }',
      'extra: 1',
    ].join('\n'),
  );
  const refused = () => access('0.0.0.0', 'access.yml');
  for (const message of [
    /access\.yml:2: "boss" is no role: one of sender, viewer, editor, admin/,
    /access\.yml:2: sha256 must have 64 hexadecimal digits/,
    /access\.yml:4: password must be a hash .* never the password itself/,
    /access\.yml:5: password is missing/,
    /access\.yml:5: "alice" stands in users twice/,
    /access\.yml:6: "everywhere" is no address and no network/,
    /access\.yml:6: "root" is no role/,
    /access\.yml:7: the file has no field "extra"/,
  ]) {
    expect(refused).toThrow(message);
  }
  expect(refused).not.toThrow(/hunter2/);
});
