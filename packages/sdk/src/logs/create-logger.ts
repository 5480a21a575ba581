import type { Empty, LogEventDeclarations, LogsDeclaration } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { createLogs } from './create-logs.ts';
import type { Logger } from './logger.ts';

/** What {@link createLogger} takes: the section `logs` of a definition, and whose logs they are. */
export interface LoggerOptions<Events extends LogEventDeclarations> extends LogsDeclaration<Events> {
  readonly service: string;
  /** Where records are counted; nowhere by default. */
  readonly registry?: Registry;
}

/** A logger that can be ended. */
export interface ClosableLogger<Events extends LogEventDeclarations> extends Logger<Events> {
  /** Brings what waits to its sinks a last time. What is logged later is written at once, where that can be done. */
  close(): Promise<void>;
}

/**
 * Makes a logger without a definition, for a program that only logs.
 *
 * @example
 * ```ts
 * import { readFileSync } from 'node:fs';
 * import { createLogger } from '@telltale/sdk';
 *
 * const log = createLogger({ service: 'nightly', sinks: [{ kind: 'file', path: 'nightly.log' }] });
 * log.info('rows copied', { table: 'orders', rows: 41 });
 * await log.close();
 * console.log(readFileSync('nightly.log', 'utf8').includes('"rows":41')); // true
 * ```
 */
export function createLogger<const Events extends LogEventDeclarations = Empty>(
  options: LoggerOptions<Events>,
): ClosableLogger<Events> {
  const { service, registry, ...declared } = options;
  const logs = createLogs<Events>({ service, declared, registry });
  const close = { value: () => logs.close() };
  return Object.defineProperty(logs.logger, 'close', close) as ClosableLogger<Events>;
}
