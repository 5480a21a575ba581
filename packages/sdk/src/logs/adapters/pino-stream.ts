import { Writable } from 'node:stream';
import type { LogEventDeclarations } from '@telltale/definition';
import { correlate } from '../correlate.ts';
import type { LoggerOptions } from '../create-logger.ts';
import { createLogger } from '../create-logger.ts';
import { intakeOf } from '../front/intake.ts';
import type { Logger } from '../logger.ts';
import { takePinoLine } from './pino-lines.ts';

/** Where pino writes its lines. */
export interface PinoDestination {
  /** By this, pino knows a destination where options may stand, too. */
  readonly writable: true;
  write(line: string): void;
  flushSync(): void;
}

/**
 * Makes a destination for pino that hands its records to our logger, in the same thread: with its sinks, its
 * redaction, and the ids of the request and the trace.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createLogger } from '@telltale/sdk';
 * import { pinoStream } from '@telltale/sdk/pino';
 * import { pino } from 'pino';
 *
 * const log = createLogger({ service: 'shop', sinks: [{ kind: 'file', path: 'pino.log' }] });
 * const logger = pino({ name: 'stock' }, pinoStream(log));
 * logger.warn({ left: 2 }, 'stock is low');
 * await log.close();
 * console.log(readFileSync('pino.log', 'utf8').includes('"left":2')); // true
 * ```
 */
export function pinoStream(log: Logger): PinoDestination {
  const intake = intakeOf(log);
  return {
    writable: true,
    write: (line) => {
      if (intake) takePinoLine(intake, line);
    },
    flushSync: () => log.flush(),
  };
}

/**
 * What pino mixes into each line, so that it says where it belongs also in another thread:
 * `pino({ mixin: correlation }, transport)`.
 */
export function correlation(): Record<string, unknown> {
  const { traceId, spanId, requestId, fields } = correlate();
  return {
    ...fields,
    ...(traceId !== undefined && { trace_id: traceId }),
    ...(spanId !== undefined && { span_id: spanId }),
    ...(requestId !== undefined && { request_id: requestId }),
  };
}

/**
 * What pino runs in a thread of its own:
 * `pino({ mixin: correlation }, pino.transport({ target: '@telltale/sdk/pino', options: { service: 'shop' } }))`.
 */
export function createTransport(options: LoggerOptions<LogEventDeclarations>): Writable {
  const log = createLogger(withoutPinos(options));
  const intake = intakeOf(log);
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      if (intake) for (const line of lines) takePinoLine(intake, line);
      done();
    },
    final(done) {
      // oxlint-disable-next-line promise/no-callback-in-promise -- the form of streams
      void log.close().then(() => done());
    },
  });
}

/** The options that were given, without those that pino adds for transports of its own. */
function withoutPinos<Options extends object>(options: Options): Options {
  const own = Object.entries(options).filter(([name]) => !/^\$|^pino|^levels$|^dedupe$/.test(name));
  return Object.fromEntries(own) as Options;
}
