import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PYTHON_JSON_LOGGER } from '../../packages/manifests/test/python-json-logger.ts';
import { hasProgram } from '../support/counterpart.ts';
import { ROOT, runProgram } from '../support/program.ts';
import { telltale } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * One configuration of logs, in Node.js and in Python: written by `telltale gen logging` of a definition, loaded by
 * both, and the same records stand in the same places.
 */
const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];
const LOGGERS = ['migration', 'migration.parser'];
const MESSAGE = 'a "quote", a \\ and 😀';

const DEFINITION = `
import { defineMonitoring, migration } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'migration',
  preset: migration(),
  logs: {
    level: 'info',
    sinks: [
      { kind: 'console', level: 'info', format: 'text' },
      { kind: 'file', path: 'app.log', level: 'debug', format: 'json', maxSize: '10MB', maxFiles: 5 },
      { kind: 'file', path: 'error.log', level: 'error', format: 'json', maxSize: '10MB', maxFiles: 5 },
    ],
  },
});
`;

const IN_NODE = `
import { loadLogging } from 'telltale';
import { createLogger } from '@telltale/sdk';
const log = createLogger({ service: 'migration', ...loadLogging('config/logging_production.yaml') });
for (const name of ${JSON.stringify(LOGGERS)})
  for (const level of ${JSON.stringify(LEVELS)})
    log.named(name)[{ WARNING: 'warn', CRITICAL: 'fatal' }[level] ?? level.toLowerCase()](${JSON.stringify(MESSAGE)});
`;

const IN_PYTHON = `
import logging, logging.config, yaml
logging.config.dictConfig(yaml.safe_load(open('config/logging_production.yaml')))
for name in ${JSON.stringify(LOGGERS)}:
    for level in ${JSON.stringify(LEVELS)}:
        logging.getLogger(name).log(getattr(logging, level), ${JSON.stringify(MESSAGE)})
`;

/** Python's word for a level of ours. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['WARN', 'WARNING'],
  ['FATAL', 'CRITICAL'],
]);

/** What stands where: `LEVEL logger`, on the console and in each file, with every message checked. */
interface Places {
  readonly console: readonly string[];
  readonly files: Readonly<Record<string, readonly string[]>>;
}

function placesOf(folder: string, output: string): Places {
  const console = output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, level, logger, message] = /^\S+(?: [\d:,]+)? \[(\w+)\] (\S+): (.*)$/.exec(line) ?? [];
      expect(message, line).toBe(MESSAGE);
      return `${WORDS.get(level) ?? level} ${logger}`;
    });
  const names = readdirSync(folder).filter((name) => /^[^.].*\.log$/.test(name));
  const files = names.map((name) => [
    name,
    readFileSync(join(folder, name), 'utf8').trimEnd().split('\n').map(recordIn),
  ]);
  return { console, files: Object.fromEntries(files) as Record<string, string[]> };
}

function recordIn(line: string): string {
  const { timestamp, level, logger, message } = JSON.parse(line) as Record<string, string>;
  expect(message).toBe(MESSAGE);
  expect(Date.parse(timestamp)).toBeGreaterThan(0);
  const word = level.toUpperCase();
  return `${WORDS.get(word) ?? word} ${logger}`;
}

/** A new folder with the configuration that `telltale gen logging` writes. */
async function generated(): Promise<string> {
  const folder = temporaryFolder();
  // So that packages are found by name.
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'telltale.config.ts'), DEFINITION);
  const { exit, output } = await telltale(['gen', 'logging'], { cwd: folder });
  expect(exit, output).toBe(0);
  return folder;
}

async function inNode(): Promise<Places> {
  const folder = await generated();
  writeFileSync(join(folder, 'log.ts'), IN_NODE);
  const args = ['--conditions=@telltale/source', '--no-warnings', 'log.ts'];
  const { exit, output } = await runProgram('node', args, { cwd: folder });
  expect(exit, output).toBe(0);
  return placesOf(folder, output);
}

async function inPython(): Promise<Places> {
  const folder = await generated();
  const library = join(folder, 'lib', 'pythonjsonlogger');
  mkdirSync(library, { recursive: true });
  writeFileSync(join(library, '__init__.py'), '');
  writeFileSync(join(library, 'json.py'), PYTHON_JSON_LOGGER);
  const env = { PYTHONPATH: join(folder, 'lib'), PYTHONIOENCODING: 'utf-8' };
  const { exit, output } = await runProgram('python3', ['-c', IN_PYTHON], { cwd: folder, env });
  expect(exit, output).toBe(0);
  return placesOf(folder, output);
}

const each = (levels: readonly string[]) =>
  LOGGERS.flatMap((logger) => levels.map((level) => `${level} ${logger}`));
const EXPECTED: Places = {
  console: each(LEVELS.slice(1)),
  files: { 'app.log': each(LEVELS), 'error.log': each(LEVELS.slice(3)) },
};

describe('the logs of a definition, generated as config/logging_production.yaml', () => {
  test('and loaded by a program: INFO and above on the console as text, all in a file as JSON, errors in another, each line once', async () => {
    expect(await inNode()).toEqual(EXPECTED);
  });

  test.runIf(hasYaml())('and loaded by Python: the same', async () => {
    expect(await inPython()).toEqual(EXPECTED);
  });
});

function hasYaml(): boolean {
  return hasProgram('python3') && spawnSync('python3', ['-c', 'import yaml']).status === 0;
}
