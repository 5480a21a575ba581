import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkCommand } from '../commands/check.ts';
import { EXIT } from '../io/command-io.ts';
import { runCheck } from './run-check.ts';

const RULE = '      - alert: A\n        expr: up == 0\n';
const RULES = `groups:\n  - name: g\n    rules:\n${RULE}`;
const MB = 1024 * 1024;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-incomplete-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
  return path;
}

/** Nothing is closed to root: for it, the task runs as another user. */
async function withoutPrivileges<Result>(task: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return task();
  await chown(folder, 65_534, 65_534);
  process.seteuid?.(65_534);
  try {
    return await task();
  } finally {
    process.seteuid?.(0);
  }
}

async function check(options: { readonly paths?: readonly string[]; readonly json?: boolean } = {}) {
  let output = '';
  let errors = '';
  const io = {
    write: (text: string) => void (output += text),
    writeError: (text: string) => void (errors += text),
    useColor: false,
    cwd: folder,
    env: {},
  };
  const { paths = ['.'], json = false } = options;
  const exitCode = await withoutPrivileges(() => checkCommand({ paths, json }, io));
  return { exitCode, output, errors };
}

describe('a check that could not read everything', () => {
  it('names a rule file it may not read, on standard error too, and exits with 1', async () => {
    await write('good.yml', RULES);
    await chmod(await write('closed.yml', RULES), 0);
    expect(await check()).toEqual({
      exitCode: EXIT.findings,
      output: expect.stringContaining(
        'not checked: 1 file or folder\n  closed.yml: permission denied\nnote: ',
      ),
      errors: 'telltale: the check is not complete, rules may stand in: closed.yml (permission denied)\n',
    });
  });

  it('names a folder it may not list, and exits with 1', async () => {
    await write('good.yml', RULES);
    await write('closed/rules.yml', RULES);
    await chmod(join(folder, 'closed'), 0);
    const { exitCode, output } = await check();
    await chmod(join(folder, 'closed'), 0o700);
    expect(exitCode).toBe(EXIT.findings);
    expect(output).toContain('\n  closed: permission denied\n');
  });

  it('has the list in JSON, and nothing else on standard output', async () => {
    await chmod(await write('closed.yml', RULES), 0);
    const { exitCode, output, errors } = await check({ json: true });
    expect(JSON.parse(output)).toMatchObject({
      version: 1,
      skipped: [{ file: 'closed.yml', reason: 'permission denied', mayHoldRules: true }],
    });
    expect([exitCode, errors]).toEqual([EXIT.findings, expect.stringContaining('closed.yml')]);
  });

  it('lists five names and counts the rest, those that may hold rules first', async () => {
    await write('good.yml', RULES);
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await write(`${name}.js`, ' '.repeat(2 * MB));
    await chmod(await write('z.yml', RULES), 0);
    const { output } = await check();
    const block = output.slice(output.indexOf('not checked:'), output.indexOf('note:')).split('\n');
    expect(block).toEqual([
      'not checked: 7 files and folders',
      '  z.yml: permission denied',
      '  a.js: larger than 1.0 MB: it has 2.0 MB',
      ...['b', 'c', 'd'].map((name) => expect.stringContaining(`${name}.js`)),
      '  and 2 more',
      '',
    ]);
  });

  it('a program that is too large is named, but takes no rules away: the check exits with 0', async () => {
    await write('good.yml', RULES);
    await write('bundle.js', ' '.repeat(2 * MB));
    expect(await check()).toEqual({
      exitCode: EXIT.ok,
      output: expect.stringContaining('bundle.js: larger than 1.0 MB'),
      errors: '',
    });
  });

  it('what was named and cannot be read is an error: a file, and a folder', async () => {
    await write('closed/rules.yml', RULES);
    await chmod(await write('closed.yml', RULES), 0);
    await chmod(join(folder, 'closed'), 0);
    for (const path of ['closed.yml', 'closed']) {
      await expect(check({ paths: [path] })).rejects.toMatchObject({
        code: 'TT_FILE_READ',
        message: `${join(folder, path)} cannot be read: permission denied`,
      });
    }
    await chmod(join(folder, 'closed'), 0o700);
  });
});

describe('large YAML', () => {
  it('a rule file of 1.7 MB is checked', async () => {
    await write('rules.yml', `${RULES}${`${RULE}        # ${'x'.repeat(20_000)}\n`.repeat(85)}`);
    const { counts, skipped } = await runCheck({ paths: ['.'], cwd: folder });
    expect([counts.queries, skipped]).toEqual([86, []]);
  });

  it('rules larger than can be parsed are named, and the check exits with 1', async () => {
    await write('rules.yml', `${RULES}${`# ${'x'.repeat(1000)}\n`.repeat(5000)}`);
    const { exitCode, output } = await check();
    expect([exitCode, output]).toEqual([
      1,
      expect.stringMatching(/rules\.yml: larger than \d\.0 MB: it has/),
    ]);
    await expect(check({ paths: ['rules.yml'] })).rejects.toMatchObject({ code: 'TT_FILE_READ' });
  });

  it('beyond 8 MB the name decides whether rules may be missed', async () => {
    await write('good.yml', RULES);
    await write('openapi.yaml', ' '.repeat(9 * MB));
    expect((await check()).exitCode).toBe(EXIT.ok);
    await write('alerts/shop.yaml', ' '.repeat(9 * MB));
    expect(await check()).toMatchObject({
      exitCode: EXIT.findings,
      output: expect.stringContaining('openapi.yaml: larger than 8.0 MB: it has 9.0 MB'),
      errors: expect.stringContaining('alerts/shop.yaml'),
    });
  });
});
