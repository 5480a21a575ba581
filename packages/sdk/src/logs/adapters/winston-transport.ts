import { Writable } from 'node:stream';
import { intakeOf } from '../front/intake.ts';
import type { Logger } from '../logger.ts';
import { levelNumber } from '../levels/level-of.ts';
import { LEVEL_NUMBERS } from '../records/log-entry.ts';
import { foreignError } from './foreign-error.ts';

/** What {@link winstonTransport} takes beside a logger. */
export interface WinstonTransportOptions {
  /** The least level in winston's words; that of winston's logger by default. */
  readonly level?: string;
  readonly silent?: boolean;
  readonly handleExceptions?: boolean;
  readonly handleRejections?: boolean;
}

/** A record of winston. */
type Info = Readonly<Record<string | symbol, unknown>>;

/** What is used of winston's logger. */
interface WinstonLogger {
  readonly level?: string;
  readonly levels?: Readonly<Record<string, number>>;
}

/** Winston's level without the colours that a format may have given it. */
const LEVEL = Symbol.for('level');
const NOT_FIELDS: ReadonlySet<string> = new Set(['level', 'message', 'timestamp', 'stack', 'cause']);

/**
 * Makes a transport for winston that hands its records to our logger: with its sinks, its redaction, and the ids of
 * the request and the trace. Winston's own transports stay as they are.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createLogger } from '@telltale/sdk';
 * import { winstonTransport } from '@telltale/sdk/winston';
 * import winston from 'winston';
 *
 * const log = createLogger({ service: 'shop', sinks: [{ kind: 'file', path: 'winston.log' }] });
 * const logger = winston.createLogger({ transports: [winstonTransport(log)] });
 * logger.warn('stock is low', { left: 2 });
 * await log.close();
 * console.log(readFileSync('winston.log', 'utf8').includes('"left":2')); // true
 * ```
 */
export function winstonTransport(log: Logger, options: WinstonTransportOptions = {}): WinstonTransport {
  return new WinstonTransport(log, options);
}

/** See {@link winstonTransport}: what winston asks of a transport, without winston. */
export class WinstonTransport extends Writable {
  level?: string;
  silent?: boolean;
  handleExceptions?: boolean;
  handleRejections?: boolean;
  readonly #log: Logger;
  #parent: WinstonLogger | undefined;

  constructor(log: Logger, { level, silent, handleExceptions, handleRejections }: WinstonTransportOptions) {
    super({ objectMode: true });
    this.#log = log;
    if (level !== undefined) this.level = level;
    if (silent !== undefined) this.silent = silent;
    if (handleExceptions !== undefined) this.handleExceptions = handleExceptions;
    if (handleRejections !== undefined) this.handleRejections = handleRejections;
    this.once('pipe', (parent: WinstonLogger) => {
      this.#parent = parent;
    });
  }

  /** Takes a record, as winston's transports do. */
  log(info: Info, next: () => void): void {
    if (this.#isWanted(info)) this.#take(info);
    next();
  }

  override _write(info: Info, _encoding: string, next: () => void): void {
    this.log(info, next);
  }

  override _final(done: () => void): void {
    this.#log.flush(done);
  }

  #isWanted(info: Info): boolean {
    if (this.silent === true || (info['exception'] === true && this.handleExceptions !== true)) return false;
    const { levels = {}, level: parentLevel } = this.#parent ?? {};
    const least = levels[this.level ?? parentLevel ?? ''];
    const own = levels[levelOf(info)];
    return least === undefined || own === undefined || own <= least;
  }

  #take(info: Info): void {
    const level = levelNumber(levelOf(info)) ?? LEVEL_NUMBERS.info;
    const fields: Record<string, unknown> = Object.create(null);
    for (const [name, value] of Object.entries(info)) if (!NOT_FIELDS.has(name)) fields[name] = value;
    const { message, timestamp, stack, cause } = info;
    if (typeof stack === 'string')
      fields['error'] = foreignError({ message, stack, ...(cause !== undefined && { cause }) });
    if (typeof message !== 'string' && message !== undefined) fields['field.message'] = message;
    const timeMs = Date.parse(String(timestamp));
    const text = typeof message === 'string' ? message : '';
    intakeOf(this.#log)?.(level, { message: text, fields, ...(!Number.isNaN(timeMs) && { timeMs }) });
  }
}

function levelOf(info: Info): string {
  return String(info[LEVEL] ?? info['level']);
}
