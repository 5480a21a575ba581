import type { DestinationStream, Logger as PinoLogger } from 'pino';
import { loadPackage } from '../../platform/load-package.ts';
import type { SetLevelOptions } from '../logger.ts';
import type { LogScope } from '../records/log-scope.ts';

/** What all records of the logger have. */
export const SCOPE = Symbol('telltale.log-scope');

/** A logger of pino with what ours have beside it. */
export interface OwnLogger extends PinoLogger {
  [SCOPE]: LogScope;
  setLevel(level: string, options?: SetLevelOptions): boolean;
}

/** Gets what is logged, as the program gave it. */
export type TakeLogged = (scope: LogScope, level: number, args: readonly unknown[]) => void;

/** pino's destination for which a fatal record is a reason to write what waits. */
interface FlushedDestination extends DestinationStream {
  flushSync(): void;
}

/**
 * Makes a logger of pino that hands over what is logged before it prints anything: pino decides by the level, and
 * makes children.
 *
 * @throws where pino cannot be loaded
 */
export function createPinoLogger(scope: LogScope, take: TakeLogged, writeNow: () => void): OwnLogger {
  const { pino } = loadPackage('pino') as typeof import('pino');
  const destination: FlushedDestination = { write: () => undefined, flushSync: writeNow };
  const options = {
    level: 'trace',
    base: null,
    timestamp: false,
    hooks: {
      logMethod(this: PinoLogger, args: readonly unknown[], _method: unknown, level: number): void {
        take((this as OwnLogger)[SCOPE], level, args);
      },
    },
  };
  const logger = pino(options, destination) as OwnLogger;
  logger[SCOPE] = scope;
  return logger;
}

/** Adds members to a logger that nobody sees who lists them: a logger may be logged itself. */
export function addMembers(logger: OwnLogger, members: object): void {
  for (const key of Reflect.ownKeys(members)) {
    const descriptor = Object.getOwnPropertyDescriptor(members, key);
    Object.defineProperty(logger, key, { ...descriptor, enumerable: false });
  }
}
