import type { LogEventDeclarations } from '@telltale/definition';
import type { Logger } from '../logger.ts';

/** A logger that logs nothing, for a program whose logs cannot be had. */
export function createSilentLogger<Events extends LogEventDeclarations>(): Logger<Events> {
  const nothing = () => undefined;
  const logger = {
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
    silent: nothing,
    level: 'silent',
    child: () => logger,
    named: () => logger,
    event: nothing,
    undeclaredEvent: nothing,
    setLevel: () => false,
    isLevelEnabled: () => false,
    bindings: () => ({}),
    flush: (done?: (error?: Error) => void) => done?.(),
    get pino() {
      return logger;
    },
  };
  // Nothing that pino's own logger has beside this does anything either.
  return logger as unknown as Logger<Events>;
}
