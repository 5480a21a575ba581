import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server whose data is in a folder of its own; nothing of it stays when it has stopped. */
export interface GuardedServer {
  readonly folder: string;
  stop(): Promise<void>;
}

/** The user that a program runs as. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * The server's parent. It waits for the end of its standard input, which comes when the program that
 * started it ends, even by SIGKILL; then it stops the server and removes the folder.
 */
const GUARD = `
  folder=$1; shift
  "$@" & server=$!
  cat > /dev/null
  kill -INT $server; wait $server
  rm -rf "$folder"`;

/** Starts a server in an empty temporary folder. `command` is asked when the folder is there. */
export function startGuardedServer(
  name: string,
  account: Account,
  command: (folder: string) => readonly string[],
): GuardedServer {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
    const guard = spawn('sh', ['-c', GUARD, 'guard', folder, ...command(folder)], {
      ...account,
      cwd: '/',
      // A group of its own: Ctrl-C is for the program, which then stops the server.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const exit = new Promise<void>((resolve) => guard.once('close', () => resolve()));
    return {
      folder,
      stop: async () => {
        guard.stdin.end();
        await exit;
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
