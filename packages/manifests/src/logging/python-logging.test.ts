import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogsDeclaration } from '@telltale/definition';
import { logsOf, migration, defineMonitoring, resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { shopWith } from '../../test/logs-shop.ts';
import { PYTHON_JSON_LOGGER } from '../../test/python-json-logger.ts';
import { loadLogging, readLogging } from './load-logging.ts';
import { generatePythonLogging } from './python-logging.ts';

/** The configuration of a migration tool, as its guide makes it. */
const GUIDE = `
version: 1
disable_existing_loggers: false
formatters:
  standard:
    format: '%(asctime)s [%(levelname)s] %(name)s: %(message)s'
  json:
    format: '{"timestamp": "%(asctime)s", "level": "%(levelname)s", "logger": "%(name)s", "message": "%(message)s"}'
handlers:
  default: {level: INFO, formatter: standard, class: logging.StreamHandler, stream: 'ext://sys.stdout'}
  file:
    level: DEBUG
    formatter: json
    class: logging.handlers.RotatingFileHandler
    filename: FOLDER/app.log
    maxBytes: 10485760
    backupCount: 5
  error_file:
    level: ERROR
    formatter: json
    class: logging.handlers.RotatingFileHandler
    filename: FOLDER/error.log
    maxBytes: 10485760
    backupCount: 5
loggers:
  '': {handlers: [default, file, error_file], level: DEBUG, propagate: false}
`;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'telltale-logging-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function hasPython(): boolean {
  try {
    execFileSync('python3', ['-c', 'import yaml']);
    return true;
  } catch {
    return false;
  }
}

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/** Lets Python log a record of each level, of two loggers, with a configuration; what stands where. */
function runPython(
  text: string,
  home: string,
): { readonly console: string; readonly files: Record<string, string[]> } {
  mkdirSync(join(home, 'lib', 'pythonjsonlogger'), { recursive: true });
  writeFileSync(join(home, 'lib', 'pythonjsonlogger', '__init__.py'), '');
  writeFileSync(join(home, 'lib', 'pythonjsonlogger', 'json.py'), PYTHON_JSON_LOGGER);
  writeFileSync(join(home, 'logging.yaml'), text);
  const program = `
import logging, logging.config, yaml
logging.config.dictConfig(yaml.safe_load(open('logging.yaml')))
for name in ['tool', 'tool.parser']:
    for level in ${JSON.stringify(LEVELS)}:
        logging.getLogger(name).log(getattr(logging, level), level + ' "quoted" \\u00fc')`;
  const env = { ...process.env, PYTHONPATH: join(home, 'lib'), PYTHONIOENCODING: 'utf-8' };
  const console = execFileSync('python3', ['-c', program], { cwd: home, env, encoding: 'utf8' });
  const names = readdirSync(home).filter((name) => name.endsWith('.log'));
  const files = names.map((name) => [name, readFileSync(join(home, name), 'utf8').trimEnd().split('\n')]);
  return { console, files: Object.fromEntries(files) as Record<string, string[]> };
}

describe('a configuration of Python’s logging', () => {
  it('that a guide has made is read: consoles, files, rotation, formats and levels', () => {
    expect(readLogging(GUIDE, 'logging_production.yaml')).toEqual({
      level: 'debug',
      sinks: [
        { kind: 'console', stream: 'stdout', format: 'text', level: 'info' },
        {
          kind: 'file',
          path: 'FOLDER/app.log',
          format: 'json',
          level: 'debug',
          maxSize: '10485760B',
          maxFiles: 5,
        },
        {
          kind: 'file',
          path: 'FOLDER/error.log',
          format: 'json',
          level: 'error',
          maxSize: '10485760B',
          maxFiles: 5,
        },
      ],
    });
  });

  it('is generated where the preset of migrations has it, and loads as the same logs', () => {
    const definition = resolveDefinition(defineMonitoring({ service: 'migration', preset: migration() }), {
      parse: parseExpr,
    });
    const [{ path, text }] = generatePythonLogging(definition);
    expect(path).toBe('config/logging_production.yaml');
    const file = join(folder(), 'logging.yaml');
    writeFileSync(file, text);
    const { logs, faults } = logsOf(loadLogging(file));
    expect(faults).toEqual([]);
    const { sinks } = definition.logs ?? {};
    expect(logs.sinks).toMatchObject(sinks ?? []);
  });

  it('has a file for each environment, and nothing for programs that log to neither console nor file', () => {
    const logs = { level: 'info', sinks: [{ kind: 'console' as const }] };
    expect(generatePythonLogging(shopWith({ logs, environment: 'production' }))[0].path).toBe(
      'config/logging_production.yaml',
    );
    const remote = { level: 'info', sinks: [{ kind: 'otlp' as const, url: 'http://a' }] };
    expect(generatePythonLogging(shopWith({ logs: remote }))).toEqual([]);
    expect(generatePythonLogging(shopWith({}))).toEqual([]);
  });

  it.runIf(hasPython())(
    'that is generated does in Python what is declared, and so does what is loaded of it',
    () => {
      const home = folder();
      const declared: LogsDeclaration = {
        level: 'info',
        loggers: { 'tool.parser': 'warn' },
        sinks: [
          { kind: 'console', format: 'text' },
          { kind: 'file', path: 'app.log', level: 'debug' },
          { kind: 'file', path: 'error.log', level: 'error' },
        ],
      };
      const write = (logs: LogsDeclaration) =>
        generatePythonLogging(shopWith({ logs: logsOf(logs).logs }))[0].text;
      const text = write(declared);
      const { console, files } = runPython(text, home);
      const levels = (lines: readonly string[]) =>
        lines.map((line) => {
          const { level, logger, message, timestamp } = JSON.parse(line) as Record<string, string>;
          expect(message).toBe(`${level} "quoted" ü`);
          expect(new Date(timestamp).getTime()).toBeGreaterThan(0);
          return `${logger} ${level}`;
        });
      const parser = ['tool.parser WARNING', 'tool.parser ERROR', 'tool.parser CRITICAL'];
      expect(levels(files['app.log'])).toEqual([...LEVELS.map((level) => `tool ${level}`), ...parser]);
      expect(levels(files['error.log'])).toEqual(['tool ERROR', 'tool CRITICAL', ...parser.slice(1)]);
      const shown = console.trimEnd().split('\n');
      expect(shown).toHaveLength(7);
      expect(shown[0]).toMatch(/^\d{4}-\d\d-\d\d [\d:,]+ \[INFO\] tool: INFO "quoted" ü$/);
      // What is loaded of it means the same, and so is printed the same.
      const again = write(readLogging(text, 'logging.yaml'));
      expect(runPython(again, folder()).files['error.log']).toHaveLength(4);
      expect(parse(again)).toEqual(parse(text));
    },
    30_000,
  );

  it('of other forms is read, too', () => {
    const text = `
version: 1
formatters:
  j: {'()': pythonjsonlogger.json.JsonFormatter, timestamp: true}
handlers:
  a: {class: logging.StreamHandler}
  b: {class: logging.handlers.TimedRotatingFileHandler, filename: b.log, when: midnight, backupCount: 7, formatter: j, level: 40}
  c: {class: logging.FileHandler, filename: c.log, level: NOTSET}
  d: {class: logging.StreamHandler}
loggers:
  orders: {level: CRITICAL, propagate: true}
root: {level: '20', handlers: [a, b, c]}`;
    expect(readLogging(text, 'l.yaml')).toEqual({
      level: 'info',
      sinks: [
        { kind: 'console', stream: 'stderr', format: 'text' },
        { kind: 'file', path: 'b.log', format: 'json', level: 'error', maxFiles: 7, daily: true },
        { kind: 'file', path: 'c.log', format: 'text', level: 'info' },
      ],
      loggers: { orders: 'fatal' },
    });
  });

  it.each([
    ['no file', 'version: 1\n- a', 'l.yaml:'],
    ['version 2', 'version: 2', 'l.yaml:1:10: the version is 2'],
    ['a level that is none', 'version: 1\nroot: {level: LOUD}', "l.yaml:2:7: 'LOUD' is no level"],
    [
      'an unknown field',
      'version: 1\nhandlers: {a: {class: logging.StreamHandler, strem: x}}',
      'did you mean',
    ],
    [
      'a handler of the network',
      'version: 1\nhandlers: {a: {class: logging.handlers.SysLogHandler}}\nroot: {handlers: [a]}',
      'is not known here',
    ],
    [
      'a file without a name',
      'version: 1\nhandlers: {a: {class: logging.FileHandler}}\nroot: {handlers: [a]}',
      "has no 'filename'",
    ],
    ['a handler that is not there', 'version: 1\nroot: {handlers: [b]}', "there is no handler 'b'"],
    [
      'handlers of another logger',
      'version: 1\nhandlers: {a: {class: logging.StreamHandler}}\nloggers: {x: {handlers: [a]}}',
      'only the root logger',
    ],
    [
      'an hourly rotation',
      'version: 1\nhandlers: {a: {class: logging.handlers.TimedRotatingFileHandler, filename: a, when: H}}\nroot: {handlers: [a]}',
      'not at',
    ],
  ])('with %s is refused, with the place', (_, text, message) => {
    const refused = () => readLogging(text, 'l.yaml');
    expect(refused).toThrow(/l\.yaml:\d+:\d+: /);
    let told = '';
    try {
      refused();
    } catch (error) {
      told = `${(error as Error).message} ${String(Reflect.get(error as object, 'fix'))}`;
    }
    expect(told).toContain(message);
  });

  it('that is not there is told with its name', () => {
    expect(() => loadLogging('/nowhere/logging.yaml')).toThrow('/nowhere/logging.yaml');
  });
});
