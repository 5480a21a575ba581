import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { createFolder } from '@telltale/storage';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { LOG_VARIABLE } from './daemon-process.ts';
import type { DaemonMessage } from './daemon-process.ts';
import { RUN_FOLDER, refuseSecondStation } from './station-file.ts';

/** As much of its log is shown when a station does not start. */
const SHOWN_BYTES = 4000;

/**
 * Starts this command once more as a process that outlives the terminal, and waits until its station is ready or has
 * said why it cannot be.
 *
 * @param args Arguments of this process, without `--daemon`.
 * @throws TelltaleError TT_DATA_LOCKED where a station runs on the folder, TT_DATA_FOLDER where it cannot be written
 */
export async function startDaemon(
  args: readonly string[],
  dataFolder: string,
  io: CommandIo,
): Promise<number> {
  refuseSecondStation(dataFolder);
  const file = join(dataFolder, RUN_FOLDER, 'station.log');
  const log = openLog(file);
  const beginsAt = statSync(file).size;
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1], ...args], {
    cwd: io.cwd,
    env: { ...io.env, [LOG_VARIABLE]: file },
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const outcome = await outcomeOf(child);
  if (typeof outcome === 'string') {
    io.writeError(`${lastWords(file, beginsAt)}The station did not start (${outcome}); its log is ${file}\n`);
    return EXIT.failure;
  }
  child.disconnect();
  child.unref();
  io.write(`${outcome.status}\nIt runs on as process ${child.pid}, and logs to ${file}\n`);
  return EXIT.ok;
}

/** What the process says when it is ready, or how it ended before that. */
function outcomeOf(child: ChildProcess): Promise<DaemonMessage | string> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(message as DaemonMessage));
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
}

function openLog(file: string): number {
  try {
    createFolder(dirname(file));
    return openSync(file, 'a', 0o600);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_DATA_FOLDER', `Cannot write the log of the station: ${reason}`, { cause });
  }
}

function lastWords(file: string, beginsAt: number): string {
  // It is emptied when it is too long.
  const bytes = readFileSync(file);
  return bytes
    .subarray(Math.max(beginsAt > bytes.length ? 0 : beginsAt, bytes.length - SHOWN_BYTES))
    .toString();
}
