import type { ResolvedLogs, ResolvedLogSink } from '@telltale/definition';
import type { LogDropReason } from './log-counts.ts';
import { levelNumber } from './levels/level-of.ts';
import { ConsoleSink } from './sinks/console/console-sink.ts';
import type { ConsoleStream } from './sinks/console/console-stream.ts';
import { openConsole } from './sinks/console/console-stream.ts';
import { FileSink } from './sinks/file/file-sink.ts';
import { createRemoteSink } from './sinks/remote/create-remote-sink.ts';
import type { LogSink, Outlet } from './sinks/sink.ts';

/** What sinks are made with. */
export interface SinkContext {
  readonly service: string;
  readonly hasColour: boolean;
  /** Address of the station, where the sink has none. */
  readonly station: string | undefined;
  /** Tells people of something that happened to a sink, each time. */
  readonly notice: (sink: string, message: string, standardError?: ConsoleStream) => void;
  readonly dropped: (reason: LogDropReason, count: number) => void;
}

const FLUSH_EVERY_MS = 100;
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 5;

/** Makes the sinks of resolved logs. One that cannot be made is told of and left out. */
export function createSinks(logs: ResolvedLogs, context: SinkContext): readonly Outlet[] {
  const taken = new Map<string, number>();
  const hasConsole = logs.sinks.some(({ kind }) => kind === 'console');
  return logs.sinks.flatMap((declared) => {
    const number = (taken.get(declared.kind) ?? 0) + 1;
    taken.set(declared.kind, number);
    const name = number === 1 ? declared.kind : `${declared.kind}-${number}`;
    try {
      const sink = createSink(declared, name, logs, { ...context, hasConsole });
      const ownLevel = levelNumber(declared.level);
      return [{ name, sink, ownLevel, min: 0, minOfOwnLevelled: 0 }];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      context.notice(name, `the log sink ${name} is left out: ${reason}`);
      return [];
    }
  });
}

function createSink(
  declared: ResolvedLogSink,
  name: string,
  logs: ResolvedLogs,
  context: SinkContext & { readonly hasConsole: boolean },
): LogSink {
  const { flushEveryMs = FLUSH_EVERY_MS } = logs;
  const { dropped } = context;
  const notice = (message: string) => context.notice(name, message);
  switch (declared.kind) {
    case 'console':
      return new ConsoleSink({
        stream: openConsole(declared.stream === 'stderr' ? 2 : 1),
        format: declared.format,
        flushEveryMs,
        isColoured: context.hasColour,
        dropped,
      });
    case 'file': {
      const { path = '', maxBytes = MAX_FILE_BYTES, maxFiles = MAX_FILES, daily, gzip } = declared;
      // What is on the console as well need not be there twice.
      const standardError = context.hasConsole ? undefined : openConsole(2);
      return new FileSink(declared.format ?? 'json', {
        path,
        maxBytes,
        maxFiles,
        daily,
        gzip,
        flushEveryMs,
        standardError,
        notice: (message) => context.notice(name, message, standardError),
        dropped,
      });
    }
    default:
      return createRemoteSink(declared, { ...context, index: logs.index, notice });
  }
}
