import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ROOT, runProgram, startProgram, stopProgram } from '../support/program.ts';
import type { Program } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const GUIDE = readFileSync(join(ROOT, 'docs/guides/backup.md'), 'utf8');
const BIN = join(ROOT, 'packages/telltale/bin/telltale.js');

/** Commands of the guide, as a shell is given them. */
function commandsOf(language: string, line: RegExp): string[] {
  const blocks = [...GUIDE.matchAll(/```(\w+)\n([\s\S]*?)```/g)].filter(([, named]) => named === language);
  return blocks.flatMap(([, , text]) => [...text.matchAll(line)].map(([, command]) => command.trim()));
}

describe('the guide to backups', () => {
  const folder = suiteFolder();
  let env: Record<string, string> = {};
  let station: Program;

  beforeAll(async () => {
    const port = await freePort();
    env = { TELLTALE_PORT: String(port) };
    station = startProgram('node', [BIN, 'up', '--no-host'], { cwd: folder.path, env });
    await waitFor('the station', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok, 50_000);
  }, 60_000);
  afterAll(() => stopProgram(station));

  const inShell = (command: string) =>
    runProgram('sh', ['-c', command.replace(/^(?:\S*\/)?npx telltale/, `node ${BIN}`)], {
      cwd: folder.path,
      env,
    });

  test('its commands do what it says, in their order, and what is restored runs', async () => {
    const commands = commandsOf('sh', /^(npx telltale .*?)(?: +#.*)?$/gm).filter(
      (command) => !/prometheus|grafana/.test(command),
    );
    expect(commands.length).toBeGreaterThanOrEqual(5);
    for (const command of commands) {
      if (command.includes(' --data .telltale')) await stopProgram(station);
      if (!command.includes(' up ')) {
        const { exit, output } = await inShell(command);
        expect(exit, `${command}: ${output}`).toBe(0);
        continue;
      }
      const words = command.split(' ').slice(2);
      station = startProgram('node', [BIN, ...words, '--no-host'], { cwd: folder.path, env });
      const url = `http://127.0.0.1:${env['TELLTALE_PORT']}`;
      await waitFor('the restored station', async () => (await fetch(`${url}/-/ready`)).ok, 50_000);
    }
    expect(readdirSync(join(folder.path, 'backups'))).toEqual(['monday.tar.gz', 'stopped.tar.gz']);
  }, 180_000);

  test('what cron and systemd run makes a backup of its own name each time', async () => {
    const nightly = [
      ...commandsOf('cron', /&& (npx telltale .*)$/gm),
      ...commandsOf('ini', /^ExecStart=(.*)$/gm),
    ];
    expect(nightly).toHaveLength(2);
    const backups = join(folder.path, 'nightly');
    mkdirSync(backups);
    for (const command of nightly) {
      // Names are of a second: a backup is not made twice in one.
      await setTimeout(1000);
      const { exit, output } = await inShell(command.replace('/var/backups/telltale', backups));
      expect(exit, output).toBe(0);
    }
    const names = readdirSync(backups);
    expect(names).toHaveLength(2);
    expect(names.every((name) => /^shop-\d{8}T\d{6}Z\.tar\.gz$/.test(name))).toBe(true);
  }, 60_000);
});
