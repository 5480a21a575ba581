import type { LogEventDeclarations, LogsDeclaration, ResolvedLogs } from '@telltale/definition';
import { logsOf } from '@telltale/definition';
import type { Diagnostics } from '../diagnostics/diagnostics.ts';
import { onProcessEnd } from '../push/exit-hooks.ts';
import type { Registry } from '../registry/registry.ts';
import { correlate } from './correlate.ts';
import { createSinks } from './create-sinks.ts';
import { createRootLogger } from './front/create-root-logger.ts';
import { DeclaredEvents } from './front/declared-events.ts';
import { createSilentLogger } from './front/silent-logger.ts';
import { createLogCounts, NO_COUNTS } from './log-counts.ts';
import { LogPipeline } from './log-pipeline.ts';
import type { Logger } from './logger.ts';
import { readLogsEnvironment } from './logs-environment.ts';
import { levelNumber } from './levels/level-of.ts';
import { switchLevelBySignal } from './levels/level-signal.ts';
import { LogLevels } from './levels/log-levels.ts';
import { Notices } from './notices.ts';
import { programResource } from './program-resource.ts';
import { FieldNames } from './records/field-names.ts';
import { LEVEL_NUMBERS } from './records/log-entry.ts';
import { LogScope } from './records/log-scope.ts';
import { RecordBuilder } from './records/record-builder.ts';
import type { Outlet } from './sinks/sink.ts';

/** What logs are made of. */
export interface LogsOptions<Events extends LogEventDeclarations> {
  readonly service: string;
  readonly declared?: LogsDeclaration<Events> | undefined;
  /** Where records are counted; nowhere by default. */
  readonly registry?: Registry | undefined;
  readonly diagnostics?: Diagnostics | undefined;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** How long the end of the program is held up at most, in milliseconds; 5 s by default. */
  readonly endTimeoutMs?: number;
}

/** The logs of a service: nothing is loaded, opened or watched before the first logger is asked for. */
export interface Logs<Events extends LogEventDeclarations> {
  readonly logger: Logger<Events>;
  /** Brings what waits to where it goes, as far as that is done in time; 5 s by default. */
  flush(timeoutMs?: number): Promise<void>;
  /** Flushes a last time. What is logged later is written at once, where that can be done. */
  close(): Promise<void>;
}

const END_TIMEOUT_MS = 5000;

/** Makes the logs of a service. Never throws. */
export function createLogs<Events extends LogEventDeclarations>(options: LogsOptions<Events>): Logs<Events> {
  let started: StartedLogs<Events> | undefined;
  return {
    get logger() {
      return (started ??= startSafely(options)).logger;
    },
    flush: async (timeoutMs = END_TIMEOUT_MS) => started?.flush(timeoutMs),
    close: async () => started?.close(),
  };
}

interface StartedLogs<Events extends LogEventDeclarations> {
  readonly logger: Logger<Events>;
  flush(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Where logs cannot be had, the program runs without. */
function startSafely<Events extends LogEventDeclarations>(options: LogsOptions<Events>): StartedLogs<Events> {
  try {
    return start(options);
  } catch (error) {
    const message = `nothing is logged: ${error instanceof Error ? error.message : String(error)}`;
    options.diagnostics?.tell('log_failed', '', () => message);
    process.stderr.write(`telltale: ${message}\n`);
    const done = () => Promise.resolve();
    return { logger: createSilentLogger(), flush: done, close: done };
  }
}

function start<Events extends LogEventDeclarations>(options: LogsOptions<Events>): StartedLogs<Events> {
  const { declared, registry, diagnostics, environment = process.env } = options;
  const { endTimeoutMs = END_TIMEOUT_MS } = options;
  const notices = new Notices(diagnostics);
  const logs = resolvedLogs(declared, notices);
  const said = readLogsEnvironment(environment);
  for (const fault of said.faults) notices.once('invalid_environment', fault, fault);
  const { service: named = options.service, ...fields } = logs.fields ?? {};
  // As with traces, the environment comes first: programs of one definition have names of their own.
  const service = environment['OTEL_SERVICE_NAME'] || String(named);
  const names = new FieldNames(logs.redact, logs.allowSensitive);
  const counts = registry ? createLogCounts(registry) : NO_COUNTS;
  const outlets = createSinks(logs, {
    service,
    hasColour: said.hasColour,
    station: said.station,
    notice: (sink, message, standardError) => notices.tell('log_failed', sink, message, standardError),
    dropped: (reason, count) => counts.dropped(reason, count),
  });
  const builder = new RecordBuilder(names, service, programResource(environment));
  const pipeline = new LogPipeline({ service, names, builder, outlets, limits: logs, counts, correlate });
  notices.logTo(pipeline);
  const level = said.level ?? levelNumber(logs.level) ?? LEVEL_NUMBERS.info;
  const loggers = Object.entries(logs.loggers ?? {}).map(
    ([name, word]) => [name, LEVEL_NUMBERS[word]] as const,
  );
  const levels = new LogLevels(level, loggers, outlets);
  const flush = async (timeoutMs: number) => {
    pipeline.tellLeftOut();
    await Promise.all(outlets.map(({ sink }) => sink.flush(timeoutMs)));
  };
  const logger = createRootLogger<Events>({
    pipeline,
    levels,
    names,
    events: new DeclaredEvents(logs.events, (event, message) => notices.once('invalid_log', event, message)),
    scope: new LogScope({ service }).with(fields, names),
    tell: (message) => notices.once('invalid_log', message, message),
    writeNow: () => writeNow(outlets),
    flush: () => flush(endTimeoutMs),
  });
  const stop = watchEnd({ pipeline, outlets, flush: () => flush(endTimeoutMs) });
  const stopSignal =
    (said.levelSignal ?? logs.levelSignal)
      ? switchLevelBySignal(levels, (message) => notices.log(message))
      : () => undefined;
  return {
    logger,
    flush,
    close: async () => {
      stop();
      stopSignal();
      levels.stop();
      pipeline.tellLeftOut();
      await Promise.all(outlets.map(({ sink }) => sink.close(endTimeoutMs)));
    },
  };
}

/** What cannot be followed has its default; without a compiler, anything may have been written. */
function resolvedLogs(declared: LogsDeclaration | undefined, notices: Notices): ResolvedLogs {
  try {
    const { logs, faults } = logsOf(declared);
    for (const { path, message } of faults) notices.once('invalid_declaration', path, `${path}: ${message}`);
    return logs;
  } catch (error) {
    const message = `logs: this cannot be read, the console is used: ${String(error)}`;
    notices.once('invalid_declaration', 'logs', message);
    return logsOf(undefined).logs;
  }
}

function writeNow(outlets: readonly Outlet[]): void {
  for (const { sink } of outlets) sink.writeNow();
}

/** Lines that wait are written when the process ends, in whatever way it ends itself. */
function watchEnd(parts: {
  readonly pipeline: LogPipeline;
  readonly outlets: readonly Outlet[];
  readonly flush: () => Promise<void>;
}): () => void {
  return onProcessEnd({
    flush: parts.flush,
    save: () => {
      parts.pipeline.tellLeftOut();
      for (const { sink } of parts.outlets) sink.save();
    },
  });
}
