import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openLogStore } from './open-log-store.ts';

const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
/** Of Linux: changes the limits of another process. */
const PRLIMIT = 'prlimit';
const CHILD = fileURLToPath(new URL('../../test/log-full-disk-child.ts', import.meta.url));

function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

it.runIf(hasProgram(PRLIMIT))(
  'a full disk is told, records are refused until there is room again, and none that was taken is lost',
  async () => {
    const folder = temporaryFolder();
    // What a full disk does to every file: nothing can be written beyond some 300 kB.
    const command = `ulimit -S -f 300; exec "$@"`;
    const node = [process.execPath, '--conditions=@telltale/source', '--no-warnings', CHILD, folder];
    const child = spawn('bash', ['-c', command, 'bash', ...node]);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = once(child, 'exit');
    await eventually(() => output.includes('write-failed') || child.exitCode !== null);
    expect(output).toMatch(/^(write-failed\n)+$/);
    execFileSync(PRLIMIT, ['--pid', String(child.pid), '--fsize=unlimited']);
    await eventually(() => output.includes('write-recovered') || child.exitCode !== null);
    child.stdin.end('end\n');
    await exited;
    const acknowledged = Number(/records (\d+)\n$/.exec(output)?.[1]);
    const logs = await openLogStore({ folder });
    const { records } = await logs.search({ ...ALL, limit: 1_000_000 });
    const numbers = new Set(records.map(({ attributes }) => attributes.number));
    expect([records.length, numbers.size]).toEqual([acknowledged, acknowledged]);
    await logs.close();
  },
  60_000,
);

it.runIf(process.platform !== 'win32')(
  'a folder that cannot be written is refused at start, new or with records in it',
  async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o755);
    const [empty, used] = [join(folder, 'empty'), join(folder, 'used')];
    mkdirSync(empty);
    await (await openLogStore({ folder: used })).close();
    for (const path of [empty, join(used, 'intake'), used]) chmodSync(path, 0o555);
    // Nothing is read-only for root: the program gives its rights away first.
    const script = `
      import { openLogStore } from '@telltale/storage';
      if (process.getuid() === 0) process.seteuid(65534);
      for (const folder of process.argv.slice(1)) {
        await openLogStore({ folder }).catch(({ code, message }) => console.log(code, message));
      }`;
    const args = ['--conditions=@telltale/source', '--input-type=module', '--eval', script, empty, used];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringMatching(/^TT_DATA_FOLDER Cannot write to .*empty/),
      expect.stringMatching(/^TT_DATA_FOLDER Cannot write to .*used/),
    ]);
    for (const path of [empty, used, join(used, 'intake')]) chmodSync(path, 0o755);
  },
  30_000,
);
