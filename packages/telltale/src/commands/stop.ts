import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TelltaleError, formatDuration } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { processIdentity } from '../daemon/process-identity.ts';
import type { StationRecord } from '../daemon/station-file.ts';
import { forgetStation, stationOfFolder } from '../daemon/station-file.ts';

/** The options of `telltale stop`. */
export interface StopCommandOptions {
  readonly data: string;
  /** How long the station may take to end. */
  readonly timeout: string;
}

const LOOK_MS = 50;

/**
 * `telltale stop`: asks the station of a data folder to end, and waits until it has. It is told from another program
 * that got its process number by when it was started; nothing is ever killed. Returns 1 where no station runs, 2
 * where it takes longer than it may.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE where it may not be asked; TT_USAGE where the
 * system does not tell processes apart
 */
export async function stopCommand(options: StopCommandOptions, io: CommandIo): Promise<number> {
  const dataFolder = resolve(io.cwd, options.data);
  const timeoutMs = durationOption('--timeout', options.timeout);
  const station = stationOfFolder(dataFolder);
  if (!station) {
    io.writeError(`No station runs on ${dataFolder}\n`);
    return EXIT.findings;
  }
  const { record, isRunning } = station;
  if (!isRunning && record.identity !== '') {
    forgetStation(dataFolder, record.pid);
    io.writeError(`No station runs on ${dataFolder}: process ${record.pid} ended without being stopped\n`);
    return EXIT.findings;
  }
  if (record.identity === '') throw unknownProcess(record);
  const beganMs = performance.now();
  askToEnd(record);
  const hasEnded = await untilEnded(record, beganMs + timeoutMs);
  if (!hasEnded) {
    io.writeError(
      `The station ${record.url} (process ${record.pid}) was asked to end and still does; nothing was killed\n`,
    );
    return EXIT.failure;
  }
  const took = formatDuration(Math.max(1, performance.now() - beganMs));
  io.write(`Stopped the station ${record.url} (process ${record.pid}) in ${took}; the data stays\n`);
  return EXIT.ok;
}

function unknownProcess({ pid }: StationRecord): TelltaleError {
  return new TelltaleError('TT_USAGE', `This system does not say whether process ${pid} is the station`, {
    fix: 'End it where it was started, by Ctrl-C or its service manager.',
  });
}

function askToEnd({ pid }: StationRecord): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new TelltaleError('TT_STATION_UNREACHABLE', `Process ${pid} may not be asked to end`, {
      cause,
      fix: 'Run the command as the user of the station.',
    });
  }
}

/** Whether it has ended by then. What it said of itself goes before it ends, so that only the process counts. */
async function untilEnded({ pid, identity }: StationRecord, endMs: number): Promise<boolean> {
  while (processIdentity(pid) === identity) {
    if (performance.now() > endMs) return false;
    await sleep(LOOK_MS);
  }
  return true;
}
