import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStation } from '@telltale/station';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../../test/support/run-cli.ts';
import { stationAccess } from '../settings/station-access.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'telltale-access-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

test('what the commands print opens a station, for the role that was named', async () => {
  const cwd = folder();
  const token = await run(cwd, 'access', 'token', 'grafana', '--role', 'viewer');
  const user = await run(cwd, 'access', 'user', 'alice', '--role', 'editor');
  writeFileSync(join(cwd, 'access.yml'), token.output + user.output);
  const io = { cwd, env: {}, writeError: () => undefined };
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: join(cwd, 'data'),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    ...stationAccess({ data: 'data', access: 'access.yml' }, io),
  });
  onTestFinished(() => station.stop());
  const me = async (authorization?: string) => {
    const headers = new Headers(authorization === undefined ? [] : [['authorization', authorization]]);
    return (await fetch(`${station.url}/api/telltale/me`, { headers })).json();
  };
  const secretOf = ({ errors }: { readonly errors: string }) => /this once: (\S+)/.exec(errors)?.[1] ?? '';
  expect(await me()).toMatchObject({ errorType: 'unauthorized' });
  expect(await me(`Bearer ${secretOf(token)}`)).toEqual({ name: 'grafana', role: 'viewer', how: 'token' });
  const basic = Buffer.from(`alice:${secretOf(user)}`).toString('base64');
  expect(await me(`Basic ${basic}`)).toEqual({ name: 'alice', role: 'editor', how: 'user' });
  // Neither secret stands in the file.
  expect(token.output + user.output).not.toContain(secretOf(token));
  expect(token.output + user.output).not.toContain(secretOf(user));
});

test('a role that is none is refused with those that there are', async () => {
  const { errors, exitCode } = await run(folder(), 'access', 'token', 'ci', '--role', 'boss');
  expect(exitCode).toBe(2);
  expect(errors).toContain('Take one of sender, viewer, editor, admin.');
});
