import { readFileSync } from 'node:fs';
import type { LogFormat, LogLevelName, LogSinkDeclaration, LogsDeclaration } from '@telltale/definition';
import type { ParsedPythonLogging, PythonHandler, PythonLogger } from '@telltale/formats';
import { parseLoggingConfig, SourceText } from '@telltale/formats';
import { parseSeverity, severityNumber, TelltaleError } from '@telltale/model';
import type { FilePosition, SeverityName } from '@telltale/model';

/**
 * Reads a configuration of Python's logging (`logging.config.dictConfig`, as YAML or JSON) as the section `logs` of a
 * definition: consoles, rotated files, formats, levels of handlers and loggers. What `telltale gen logging` writes for
 * Python, and what such programs have written by hand.
 *
 * @throws TelltaleError `TT_FILE_READ` for a file that cannot be read, `TT_FILE_FORMAT` with its place for what cannot
 * be followed
 *
 * @example
 * ```ts
 * import { writeFileSync } from 'node:fs';
 * import { loadLogging } from 'telltale';
 *
 * writeFileSync('logging.yaml', 'version: 1\nroot: { level: WARNING, handlers: [] }\n');
 * console.log(loadLogging('logging.yaml').level); // warn
 * ```
 */
export function loadLogging(file: string): LogsDeclaration {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new TelltaleError(
      'TT_FILE_READ',
      `${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return readLogging(text, file);
}

/** Like {@link loadLogging}, of a text. */
export function readLogging(text: string, file: string): LogsDeclaration {
  const parsed = parseLoggingConfig(text, file);
  const [issue] = parsed.issues.filter(({ severity }) => severity === 'error');
  if (issue) throw fault(`${placeOf(issue.position)}: ${issue.message}`, issue.fix);
  const source = new SourceText(file, text);
  const at = (offset: number) => placeOf(source.positionAt(offset));
  const root = parsed.loggers.find(({ name }) => name === '');
  const level = root ? levelOf(root, at) : 'warn';
  const wanted = new Set(root?.handlers);
  for (const { name, handlers, offset } of parsed.loggers) {
    const own = handlers.find((handler) => name !== '' && !wanted.has(handler));
    if (own !== undefined)
      throw fault(`${at(offset)}: only the root logger may have handlers; '${name}' has '${own}'`);
  }
  const sinks = parsed.handlers
    .filter(({ name }) => wanted.has(name))
    .map((handler) => sinkOf(handler, level, parsed, at));
  for (const name of wanted) {
    if (!parsed.handlers.some((handler) => handler.name === name))
      throw fault(`${at(root?.offset ?? 0)}: there is no handler '${name}'`);
  }
  const loggers = parsed.loggers
    .filter((logger) => logger.name !== '' && logger.level !== undefined)
    .map((logger) => [logger.name, levelOf(logger, at)] as const);
  return {
    level,
    sinks,
    ...(loggers.length > 0 && { loggers: Object.fromEntries(loggers) }),
  };
}

type Place = (offset: number) => string;

function placeOf({ file, line, column }: FilePosition): string {
  return `${file}:${line}:${column}`;
}

/** Python's root logs from WARNING on where nothing is said; NOTSET stands for everything. */
function levelOf({ level, offset }: PythonLogger | PythonHandler, at: Place): SeverityName {
  if (level === undefined) return 'warn';
  if (level.toUpperCase() === 'NOTSET' || level === '0') return 'trace';
  const known = parseSeverity(level) ?? NUMBERS.get(level);
  if (known === undefined)
    throw fault(`${at(offset)}: '${level}' is no level`, 'write DEBUG, INFO, WARNING, ERROR or CRITICAL');
  return known;
}

const NUMBERS: ReadonlyMap<string, SeverityName> = new Map([
  ['10', 'debug'],
  ['20', 'info'],
  ['30', 'warn'],
  ['40', 'error'],
  ['50', 'fatal'],
]);

function sinkOf(
  handler: PythonHandler,
  rootLevel: SeverityName,
  { formatters }: ParsedPythonLogging,
  at: Place,
): LogSinkDeclaration {
  const formatter = handler.formatter === undefined ? undefined : formatters.get(handler.formatter);
  const format: LogFormat = isJson(formatter) ? 'json' : 'text';
  const level = handler.level === undefined ? undefined : levelOf(handler, at);
  // The root decides first: what it drops, no handler gets.
  const own = level && severityNumber(level) > severityNumber(rootLevel) ? level : level && rootLevel;
  const base = { format, ...(own && { level: own as LogLevelName }) };
  const kind = handler.class.replace(/^logging\.(?:handlers\.)?/, '');
  switch (kind) {
    case 'StreamHandler':
      return { kind: 'console', stream: streamOf(handler, at), ...base };
    case 'FileHandler':
    case 'WatchedFileHandler':
    case 'RotatingFileHandler':
    case 'TimedRotatingFileHandler':
      return fileOf(handler, base, at);
    default:
      throw fault(
        `${at(handler.offset)}: the handler '${handler.name}' is a ${handler.class}, which is not known here`,
        'known are StreamHandler, FileHandler, RotatingFileHandler and TimedRotatingFileHandler',
      );
  }
}

/** Python's handlers of streams write to standard error where nothing is said. */
function streamOf({ stream = 'ext://sys.stderr', offset }: PythonHandler, at: Place): 'stdout' | 'stderr' {
  if (stream === 'ext://sys.stdout') return 'stdout';
  if (stream === 'ext://sys.stderr') return 'stderr';
  throw fault(
    `${at(offset)}: the stream ${stream} is not known here`,
    'write ext://sys.stdout or ext://sys.stderr',
  );
}

function fileOf(
  { filename, maxBytes, backupCount, when, offset, name }: PythonHandler,
  base: { readonly format: LogFormat; readonly level?: LogLevelName },
  at: Place,
): LogSinkDeclaration {
  if (filename === undefined || filename === '')
    throw fault(`${at(offset)}: the handler '${name}' has no 'filename'`, 'write filename: /var/log/app.log');
  if (when !== undefined && when.toLowerCase() !== 'midnight')
    throw fault(
      `${at(offset)}: files are rotated by size or at midnight, not at '${when}'`,
      'write when: midnight',
    );
  return {
    kind: 'file',
    path: filename,
    ...base,
    // Files that Python does not rotate are here, too: they would fill the disk.
    ...(maxBytes !== undefined && maxBytes > 0 && { maxSize: `${maxBytes}B` as const }),
    ...(backupCount !== undefined && backupCount > 0 && { maxFiles: backupCount }),
    ...(when !== undefined && { daily: true }),
  };
}

/** A formatter of another package for JSON, or JSON that is put together as text. */
function isJson(formatter: { readonly format?: string; readonly factory?: string } | undefined): boolean {
  if (!formatter) return false;
  return /json/i.test(formatter.factory ?? '') || /^\s*\{.*\}\s*$/s.test(formatter.format ?? '');
}

function fault(message: string, fix = ''): TelltaleError {
  return new TelltaleError('TT_FILE_FORMAT', message, fix === '' ? {} : { fix });
}
