import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { TelltaleError } from '@telltale/model';

const run = promisify(execFile);

/** Settings of a repository that would make git run a program of it. */
const RUNS_NOTHING = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'] as const;

/**
 * The files that differ from a commit, and those that git does not know yet, as `shown` paths relative
 * to `cwd`.
 *
 * @param since A commit, branch or tag; `HEAD` means what is not committed.
 * @throws TelltaleError TT_USAGE outside of a git repository, or where the commit does not exist.
 */
export async function changedFiles(since: string, cwd: string): Promise<ReadonlySet<string>> {
  const root = (await git(cwd, ['rev-parse', '--show-toplevel'])).trimEnd();
  const commit = (await git(cwd, ['rev-parse', '--verify', '--end-of-options', `${since}^{commit}`])).trim();
  const diff = ['diff', '--name-only', '--no-ext-diff', '--no-textconv', '--no-renames', '-z', commit, '--'];
  const changed = await git(root, diff);
  const unknown = await git(root, ['ls-files', '--others', '--exclude-standard', '-z']);
  const here = await realpath(cwd);
  const paths = `${changed}${unknown}`.split('\0').filter((path) => path !== '');
  return new Set(paths.map((path) => shown(resolve(root, path), here)));
}

function shown(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return (short.startsWith('..') ? path : short).replaceAll(sep, '/');
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run('git', [...RUNS_NOTHING, ...args], { cwd, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } catch (cause) {
    const [reason = ''] = String(Object(cause).stderr ?? '').split('\n');
    const what = reason === '' ? 'git could not be run' : `git says: ${reason}`;
    throw new TelltaleError('TT_USAGE', `--changed cannot tell what has changed: ${what}`, {
      cause,
      fix: 'Name a commit that exists, inside of a git repository, or leave --changed away.',
    });
  }
}
