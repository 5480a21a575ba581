import type { LogEventDeclarations } from '@telltale/definition';
import { parseDuration } from '@telltale/model';
import type { LogPipeline } from '../log-pipeline.ts';
import type { ChildOptions, Logger, SetLevelOptions } from '../logger.ts';
import { levelNumber, levelWord } from '../levels/level-of.ts';
import type { LogLevels } from '../levels/log-levels.ts';
import type { FieldNames } from '../records/field-names.ts';
import { LEVEL_NUMBERS } from '../records/log-entry.ts';
import type { LogScope } from '../records/log-scope.ts';
import type { DeclaredEvents } from './declared-events.ts';
import type { IntakeRecord } from './intake.ts';
import { LEVELS } from '../levels/levels-of.ts';
import { INTAKE } from './intake.ts';
import { readLogArguments } from './log-arguments.ts';
import { LoggerFamily } from './logger-family.ts';
import type { OwnLogger } from './pino-logger.ts';
import { addMembers, createPinoLogger, SCOPE } from './pino-logger.ts';

/** What a logger works with. */
export interface LoggerParts {
  readonly pipeline: LogPipeline;
  readonly levels: LogLevels;
  readonly names: FieldNames;
  readonly events: DeclaredEvents;
  readonly scope: LogScope;
  readonly tell: (message: string) => void;
  /** Writes at once what waits for the next turn. */
  readonly writeNow: () => void;
  readonly flush: () => Promise<void>;
}

/**
 * Makes the root of a service's loggers: pino's, with the pipeline behind it.
 *
 * @throws where pino cannot be loaded
 */
export function createRootLogger<Events extends LogEventDeclarations>(parts: LoggerParts): Logger<Events> {
  const { pipeline, levels, scope, writeNow } = parts;
  const root = createPinoLogger(
    scope,
    (scopeOfLogger, level, args) => pipeline.take(scopeOfLogger, level, readLogArguments(args)),
    writeNow,
  );
  const family = new LoggerFamily(root, levels);
  addMembers(root, childMembers(parts, family));
  addMembers(root, levelMembers(parts, family));
  addMembers(root, recordMembers(parts, family));
  // pino's logger with the members that the interface adds to it.
  return root as unknown as Logger<Events>;
}

/** How loggers are made of loggers. */
function childMembers({ names }: LoggerParts, family: LoggerFamily): object & ThisType<OwnLogger> {
  const members: object & ThisType<OwnLogger> = {
    child(fields: unknown, options: ChildOptions = {}): OwnLogger {
      const { serializers, msgPrefix, level: said } = options;
      const level = levelNumber(said);
      const scope = this[SCOPE].with(fields, names, {
        serializers,
        ...(msgPrefix !== undefined && { prefix: msgPrefix }),
        ...(level !== undefined && { gate: { isOwn: true } }),
      });
      const child = family.child(this, scope);
      if (level !== undefined) family.setOwnLevel(child, level);
      return child;
    },
    named(name: unknown): OwnLogger {
      const { name: above, fields } = this[SCOPE];
      const logger = family.named(above === undefined ? String(name) : `${above}.${String(name)}`);
      // What a child of the program has beside its name, the logger of the name has not.
      return family.follows(this) ? logger : family.child(logger, logger[SCOPE].with(fields, names));
    },
    bindings(): Readonly<Record<string, unknown>> {
      return { ...this[SCOPE].fields };
    },
    setBindings(fields: unknown): void {
      this[SCOPE] = this[SCOPE].with(fields, names);
    },
    get pino(): OwnLogger {
      return this;
    },
  };
  return members;
}

/** How levels are seen and set. */
function levelMembers(
  { levels, names, tell }: LoggerParts,
  family: LoggerFamily,
): object & ThisType<OwnLogger> {
  const members: object & ThisType<OwnLogger> = {
    setLevel(said: unknown, { logger, sink, revertAfter }: SetLevelOptions = {}): boolean {
      const level = levelNumber(said);
      if (level === undefined) {
        tell(`'${String(said)}' is no level: write trace, debug, info, warn, error, fatal or silent`);
        return false;
      }
      const isAlone = logger === undefined && sink === undefined && !family.follows(this);
      if (isAlone) {
        this[SCOPE] = this[SCOPE].with(undefined, names, { gate: { isOwn: true } });
        family.setOwnLevel(this, level);
        return true;
      }
      const revertAfterMs = revertAfter === undefined ? undefined : parseDuration(revertAfter);
      const name = sink === undefined ? (logger ?? this[SCOPE].name) : undefined;
      const isSet = levels.set(level, { sink, logger: name }, revertAfterMs);
      if (!isSet) tell(`there is no sink '${String(sink)}'`);
      return isSet;
    },
    [LEVELS]: () => levels.view(),
    get level(): string {
      return levelWord(this.levelVal);
    },
    set level(level: string) {
      this.setLevel(level);
    },
  };
  return members;
}

/** What is logged in other ways than by the name of a level. */
function recordMembers(parts: LoggerParts, family: LoggerFamily): object & ThisType<OwnLogger> {
  const { pipeline, events, flush } = parts;
  const members: object & ThisType<OwnLogger> = {
    event(name: string, fields?: object): void {
      const { level, message } = events.of(name, fields);
      if (this.levelVal <= level) pipeline.take(this[SCOPE], level, { message, fields, event: name });
    },
    undeclaredEvent(name: string, fields?: object): void {
      const level = LEVEL_NUMBERS.info;
      if (this.levelVal <= level) pipeline.take(this[SCOPE], level, { message: name, fields, event: name });
    },
    flush(done?: (error?: Error) => void): void {
      // oxlint-disable-next-line promise/no-callback-in-promise -- pino's own form
      void flush().then(() => done?.());
    },
    [INTAKE](level: number, { logger: name, ...record }: IntakeRecord): void {
      const logger = name === undefined ? this : family.named(name);
      if (logger.levelVal <= level) pipeline.take(logger[SCOPE], level, record);
    },
  };
  return members;
}
