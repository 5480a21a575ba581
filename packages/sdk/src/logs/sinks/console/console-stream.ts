import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { nodeTty } from '../../../platform/node-modules.ts';

/** Standard output or standard error, written without waiting for whoever reads it. */
export interface ConsoleStream {
  readonly isTerminal: boolean;
  /** Writes as much as there is room for; the result says how much, or that nobody reads any more. */
  write(bytes: Buffer): number | 'closed';
}

/** Opens standard output (1) or standard error (2). */
export function openConsole(fd: 1 | 2): ConsoleStream {
  const own = withoutWaiting(fd);
  return {
    isTerminal: nodeTty().isatty(fd),
    write: (bytes) => {
      try {
        return writeSync(own, bytes);
      } catch (error) {
        const code: unknown = Reflect.get(Object(error), 'code');
        // A full disk has room again some time.
        return code === 'EPIPE' || code === 'EBADF' ? 'closed' : 0;
      }
    },
  };
}

/**
 * A descriptor that never waits, where what is behind it may keep one waiting: a pipe whose reader is busy, a
 * terminal that was stopped. It is one of our own, so that the one of the process stays as it is. A socket, which
 * cannot be opened a second time, is set to not wait by Node.js itself. A file is written at the place where it is.
 */
function withoutWaiting(fd: 1 | 2): number {
  try {
    const stats = fstatSync(fd);
    if (stats.isSocket()) {
      Reflect.get(process, fd === 1 ? 'stdout' : 'stderr');
      return fd;
    }
    if (!stats.isFIFO() && !nodeTty().isatty(fd)) return fd;
    const { O_APPEND, O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants;
    return openSync(`/proc/self/fd/${fd}`, O_WRONLY | O_NONBLOCK | O_APPEND | O_NOCTTY);
  } catch {
    // Not on this system, or not for this user.
    return fd;
  }
}
