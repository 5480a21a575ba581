import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server whose data is in a folder of its own; nothing of it stays when it has stopped. */
export interface GuardedServer extends Guard {
  stop(): Promise<void>;
}

/** Where a server and its guard are: other programs can give orders by it. */
export interface Guard {
  readonly folder: string;
  /** Process id of the guard. */
  readonly pid: number;
}

/** What a guard can be told to do with its server; the data stays. A frozen server keeps its connections and is silent. */
export type GuardOrder = 'stop' | 'start' | 'freeze' | 'thaw';

/** The user that a program runs as. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

/** What a server is told to end by: INT does not let PostgreSQL wait for its clients, and others do not listen to it. */
export type EndSignal = 'INT' | 'TERM';

/** In the folder of the server. */
const ORDER_FILE = 'order';

/**
 * The server's parent. It waits for the end of its standard input, which comes when the program that
 * started it ends, even by SIGKILL; then it stops the server and removes the folder. Until then it does what
 * the file says when it is told to look (SIGUSR1).
 */
const GUARD = `
  folder=$1; end=$2; shift 2
  run() { "$@" & server=$!; }
  tell() { kill -$1 $server $(cat /proc/$server/task/$server/children 2> /dev/null); }
  halt() { tell CONT; kill -$end $server; wait $server; }
  order() {
    case $(cat "$folder/${ORDER_FILE}") in
      stop) halt ;;
      start) run "$@" ;;
      freeze) tell STOP ;;
      thaw) tell CONT ;;
    esac
  }
  trap 'order "$@"' USR1
  exec 3<&0
  run "$@"
  cat <&3 > /dev/null & input=$!
  while kill -0 $input 2> /dev/null; do wait $input; done
  halt
  rm -rf "$folder"`;

/** Tells the guard of a server what to do; it is done a moment later. */
export function orderServer({ folder, pid }: Guard, order: GuardOrder): void {
  writeFileSync(join(folder, ORDER_FILE), order);
  process.kill(pid, 'SIGUSR1');
}

/** Starts a server in an empty temporary folder. `command` is asked when the folder is there. */
export function startGuardedServer(
  name: string,
  account: Account,
  command: (folder: string) => readonly string[],
  endSignal: EndSignal = 'INT',
): GuardedServer {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  try {
    if (account.uid !== undefined && account.gid !== undefined) chownSync(folder, account.uid, account.gid);
    const guard = spawn('sh', ['-c', GUARD, 'guard', folder, endSignal, ...command(folder)], {
      ...account,
      cwd: '/',
      // A group of its own: Ctrl-C is for the program, which then stops the server.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    const exit = new Promise<void>((resolve) => guard.once('close', () => resolve()));
    return {
      folder,
      pid: guard.pid ?? 0,
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
