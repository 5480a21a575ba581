import { posix } from 'node:path';
import type { ResolvedDefinition, ResolvedLogs } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { lowestLevel } from './lowest-level.ts';

type Sink = ResolvedLogs['sinks'][number];

const MAX_BYTES = 10 * 1024 ** 2;
const BACKUPS = 5;

/** Python's words; it has none below DEBUG. */
const LEVELS: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

const FORMATTERS = {
  standard: { format: '%(asctime)s [%(levelname)s] %(name)s: %(message)s' },
  // A formatter that serialises: JSON that is put together as text breaks at the first quote in a message.
  json: {
    '()': 'pythonjsonlogger.json.JsonFormatter',
    format: '%(levelname)s %(name)s %(message)s',
    rename_fields: { levelname: 'level', name: 'logger' },
    timestamp: true,
  },
} as const;

/**
 * Generates the consoles and files of the definition's logs as a configuration of Python's logging, for parts of a
 * service that are written in Python: `logging.config.dictConfig(yaml.safe_load(…))`. JSON lines need the package
 * `python-json-logger`. Nothing where records go to neither.
 */
export function generatePythonLogging(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const { logs } = definition;
  const sinks = logs?.sinks.filter(({ kind }) => kind === 'console' || kind === 'file') ?? [];
  if (!logs || sinks.length === 0) return [];
  const root = lowestLevel({ ...logs, sinks });
  const names = handlerNames(sinks);
  const used = new Set<string>(sinks.map(formatterOf));
  const config: YamlMapping = {
    version: 1,
    disable_existing_loggers: false,
    formatters: Object.fromEntries(Object.entries(FORMATTERS).filter(([name]) => used.has(name))),
    handlers: Object.fromEntries(
      sinks.map((sink, at) => [names[at], handlerOf(sink, root === logs.level ? undefined : logs.level)]),
    ),
    loggers: {
      '': { handlers: names, level: LEVELS[root] ?? 'INFO', propagate: false },
      ...Object.fromEntries(
        Object.entries(logs.loggers ?? {}).map(([name, level]) => [name, { level: LEVELS[level] }]),
      ),
    },
  };
  return [{ path: pathOf(definition), text: printYamlDocument(config, fileHeader(definition)) }];
}

function pathOf(definition: ResolvedDefinition): string {
  const path = layoutOf(definition).logging;
  const { environment } = definition;
  const { dir, name, ext } = posix.parse(path);
  if (environment === undefined || name.endsWith(`_${environment}`)) return path;
  return posix.join(dir, `${name}_${environment}${ext}`);
}

/** `default` for the console, `file`, `error_file` for that of errors alone; a number where a name is taken. */
function handlerNames(sinks: readonly Sink[]): readonly string[] {
  const taken = new Map<string, number>();
  return sinks.map(({ kind, level }) => {
    const isOfErrors = level === 'error' || level === 'fatal';
    const name = kind === 'console' ? 'default' : isOfErrors ? 'error_file' : 'file';
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    return number === 1 ? name : `${name}_${number}`;
  });
}

function handlerOf(sink: Sink, sectionLevel: string | undefined): YamlMapping {
  const {
    kind,
    level = sectionLevel,
    stream = 'stdout',
    path,
    maxBytes = MAX_BYTES,
    maxFiles = BACKUPS,
  } = sink;
  return {
    ...(level !== undefined && { level: LEVELS[level] ?? 'INFO' }),
    formatter: formatterOf(sink),
    ...(kind === 'console'
      ? { class: 'logging.StreamHandler', stream: `ext://sys.${stream}` }
      : {
          class: 'logging.handlers.RotatingFileHandler',
          filename: path,
          maxBytes,
          backupCount: maxFiles,
          encoding: 'utf-8',
        }),
  };
}

function formatterOf({ kind, format = kind === 'console' ? 'text' : 'json' }: Sink): 'standard' | 'json' {
  return format === 'text' || format === 'simple' ? 'standard' : 'json';
}
