import { readFileSync } from 'node:fs';
import { untilAborted } from 'telltale-example-support/waiting';

import { upload } from '../load/upload.ts';
import { cutOff, SAMPLES } from '../samples/samples.ts';
import type { Fault } from './fault.ts';

const SEND_EVERY_MS = 150;

/** Files that nobody can read. */
export const malformed: Fault = {
  what: 'drawings and lists come whose end is missing',
  alerts: ['ExtractionFailureRateHigh'],
  run: async (site, signal) => {
    for (let number = 0; !signal.aborted; number++) {
      const sample = (number % 2 === 0 ? SAMPLES.dxf : SAMPLES.pdf)(number);
      await upload(cutOff(sample), { ...process.env, ...site().ports });
      await untilAborted(signal, SEND_EVERY_MS);
    }
  },
};

const FREEZE_EVERY_MS = 200;

/** A parser stands still. */
export const hungTask: Fault = {
  what: 'the parser of each file is frozen (SIGSTOP), until it is killed for being too slow; tasks are retried',
  alerts: ['ExtractionTaskStuck'],
  run: async (site, signal) => {
    const frozen = new Set<number>();
    while (!signal.aborted) {
      for (const pid of parsersOf(site().pids['extraction-worker'])) {
        frozen.add(pid);
        tell(pid, 'SIGSTOP');
      }
      await untilAborted(signal, FREEZE_EVERY_MS);
    }
    for (const pid of frozen) tell(pid, 'SIGCONT');
  },
};

/** The workers are gone. */
export const killedWorker: Fault = {
  what: 'the extraction worker is killed (SIGKILL), and again whenever it is back',
  alerts: ['ExtractionWorkerDown'],
  run: async (site, signal) => {
    while (!signal.aborted) {
      const pid = site().pids['extraction-worker'];
      if (pid !== undefined) tell(pid, 'SIGKILL');
      await untilAborted(signal, FREEZE_EVERY_MS);
    }
  },
};

/** The processes that read files: the children of the children of the extraction worker. */
function parsersOf(pid: number): readonly number[] {
  return childrenOf(pid).flatMap(childrenOf);
}

/** Process ids of the children of a process; none where it has ended. */
export function childrenOf(pid: number): readonly number[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return pids.filter((text) => text !== '').map(Number);
  } catch {
    return [];
  }
}

/** It may have ended since. */
function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {}
}
