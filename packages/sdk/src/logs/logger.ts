import type {
  Duration,
  Empty,
  LogEventDeclaration,
  LogEventDeclarations,
  LogEventInput,
  LogLevelName,
} from '@telltale/definition';
import type { Logger as PinoLogger } from 'pino';

/** Logs a record: the text first or the fields first, as one is used to. Never throws. */
export interface LogFunction {
  /**
   * A text with fields, an error, or values for `%s`, `%d`, `%j` in the text:
   * `t.log.info('order placed', { orderId: 7 })`.
   */
  (message: string, ...values: readonly unknown[]): void;
  /** Fields or an error, then a text: `t.log.info({ orderId: 7 }, 'order placed')`. */
  (fields: unknown, message?: string, ...values: readonly unknown[]): void;
}

/** What {@link Logger.setLevel} takes. */
export interface SetLevelOptions {
  /** Name of the logger, which those below it follow; by default the one that is asked, of the root all. */
  readonly logger?: string;
  /** Name of a sink, such as `console` or `file-2`, in place of loggers. */
  readonly sink?: string;
  /** After this time, the level from before comes back by itself. */
  readonly revertAfter?: Duration;
}

/** What a child may have beside fields, as with pino. */
export interface ChildOptions {
  readonly level?: string;
  /** Make of a field, by name, what is logged of it. */
  readonly serializers?: Readonly<Record<string, (value: never) => unknown>>;
  /** Put in front of each message. */
  readonly msgPrefix?: string;
}

/** A declared event's fields: an argument, or none where all may be left out. */
export type EventArguments<Declaration> =
  Declaration extends LogEventDeclaration<infer Fields>
    ? Empty extends LogEventInput<Fields>
      ? [fields?: LogEventInput<Fields>]
      : [fields: LogEventInput<Fields>]
    : never;

/**
 * Logs records: a logger of pino whose lines, sinks, levels and redaction are those of the definition. Nothing here
 * throws into the program.
 */
export interface Logger<Events extends LogEventDeclarations = Empty> {
  readonly trace: LogFunction;
  readonly debug: LogFunction;
  readonly info: LogFunction;
  readonly warn: LogFunction;
  readonly error: LogFunction;
  /** Also writes at once what waits. */
  readonly fatal: LogFunction;
  /** Logs nothing, as with pino. */
  readonly silent: LogFunction;
  /** The least level that is logged; setting it is {@link Logger.setLevel}. */
  level: string;
  /** A logger with more fields. */
  child(fields: Readonly<Record<string, unknown>>, options?: ChildOptions): Logger<Events>;
  /** The logger of a part of the program: `orders`, or below it `orders.cart`. Each name has its own level. */
  named(name: string): Logger<Events>;
  /** Logs a declared event; the name and the fields are checked by the compiler. */
  event<Name extends keyof Events & string>(name: Name, ...fields: EventArguments<Events[Name]>): void;
  /** Logs an event that nobody declared, at `info`. */
  undeclaredEvent(name: string, fields?: Readonly<Record<string, unknown>>): void;
  /** Sets a level while the program runs; `false`, and nothing happens, for a level or a sink that is none. */
  setLevel(level: LogLevelName | 'silent', options?: SetLevelOptions): boolean;
  isLevelEnabled(level: string): boolean;
  /** Fields of this logger. */
  bindings(): Readonly<Record<string, unknown>>;
  /** Brings what waits to its sinks; `done` is called when that is done or the time for it is over. */
  flush(done?: (error?: Error) => void): void;
  /** The same logger with pino's own type, for what asks for one. */
  readonly pino: PinoLogger;
}
