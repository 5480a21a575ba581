import { join } from 'node:path';
import { AuditLog } from '@telltale/storage';
import { createStation } from '@telltale/station';
import { expect, onTestFinished, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

/** A station that was told to read its rules anew, twice. */
async function stationWithRecords() {
  const folder = temporaryFolder();
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: join(folder, '.telltale'),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    lifecycleApi: true,
    reload: async () => ({ ruleGroups: [] }),
  });
  onTestFinished(() => station.stop());
  await station.reload();
  await fetch(`${station.url}/-/reload`, { method: 'POST' });
  return { folder, station };
}

test('who did what is a table, from the folder or from the station that uses it', async () => {
  const { folder, station } = await stationWithRecords();
  const { exitCode, output } = await run(folder, 'audit');
  expect(exitCode).toBe(0);
  const [head, ...rows] = output.trimEnd().split('\n');
  expect(head.split(/\s{2,}/)).toEqual(['TIME', 'WHO', 'FROM', 'ACTION', 'OUTCOME', 'OBJECT']);
  expect(rows.map((row) => row.split(/\s{2,}/).slice(1))).toEqual([
    ['local', '-', 'configuration.reload', 'done'],
    ['local (admin)', '127.0.0.1', 'configuration.reload', 'done'],
  ]);
  expect((await run(folder, 'audit', '--url', station.url)).output).toBe(output);
});

test('programs get a record a line, the newest, and those from a moment on', async () => {
  const { folder } = await stationWithRecords();
  const records = async (...options: string[]) =>
    (await run(folder, 'audit', '--json', ...options)).output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { from?: string }).from);
  expect(await records()).toEqual([undefined, '127.0.0.1']);
  expect(await records('--limit', '1')).toEqual(['127.0.0.1']);
  expect(await records('--since', '1h')).toHaveLength(2);
  expect(await records('--since', '2999-01-01')).toEqual([]);
});

test('what somebody wrote into a name does nothing to the terminal', async () => {
  const folder = temporaryFolder();
  const log = new AuditLog({ folder });
  const at = new Date().toISOString();
  await log.append({
    at,
    who: 'a\u001b[2Jb\nc',
    action: 'silence.end',
    outcome: 'failed',
    object: '\u202ex',
  });
  await log.close();
  const { output } = await run(folder, 'audit', '--data', '.');
  expect(output.split('\n')).toHaveLength(3);
  // eslint-disable-next-line no-control-regex
  expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test.each<[string, string[]]>([
  ['there is no data folder', ['--data', 'nowhere']],
  ['--limit must be a number', ['--limit', 'many']],
  ['--since must be a time', ['--since', 'yesterday']],
  ['no server answers at', ['--url', '127.0.0.1:1']],
])('%s: told, with exit code 2', async (message, options) => {
  const { exitCode, errors } = await run(temporaryFolder(), 'audit', ...options);
  expect([exitCode, errors]).toEqual([2, expect.stringContaining(message)]);
});
