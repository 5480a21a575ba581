import { intakeOf } from '../front/intake.ts';
import type { Logger } from '../logger.ts';
import { takePinoRecord } from './pino-lines.ts';

/** A stream of bunyan that gets records, not lines. */
export interface BunyanStream {
  readonly type: 'raw';
  readonly level: number;
  readonly stream: {
    write(record: object): void;
    end(): void;
  };
}

/**
 * Makes a stream for bunyan that hands its records to our logger: with its sinks, its redaction, and the ids of the
 * request and the trace. Our logger decides by the level.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createLogger } from '@telltale/sdk';
 * import { bunyanStream } from '@telltale/sdk/bunyan';
 * import bunyan from 'bunyan';
 *
 * const log = createLogger({ service: 'shop', sinks: [{ kind: 'file', path: 'bunyan.log' }] });
 * const logger = bunyan.createLogger({ name: 'stock', streams: [bunyanStream(log)] });
 * logger.warn({ left: 2 }, 'stock is low');
 * await log.close();
 * console.log(readFileSync('bunyan.log', 'utf8').includes('"left":2')); // true
 * ```
 */
export function bunyanStream(log: Logger): BunyanStream {
  const intake = intakeOf(log);
  return {
    type: 'raw',
    level: 1,
    stream: {
      write: (record) => {
        if (intake) takePinoRecord(intake, { ...record });
      },
      end: () => log.flush(),
    },
  };
}
