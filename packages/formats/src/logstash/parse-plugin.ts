import type { LogstashScanner, ScannedText } from './logstash-scanner.ts';
import type { LogstashHashEntry, LogstashPlugin, LogstashSetting, LogstashValue } from './pipeline.ts';

const NAME = /[A-Za-z0-9_-]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?\d+(?:\.\d*)?/y;

/** Reads `name { setting => value … }` behind the name. */
export function parsePlugin(scanner: LogstashScanner, { text: name, range }: ScannedText): LogstashPlugin {
  scanner.expect('{', `the plugin ${name}`);
  const settings = scanner.nested(() => parseSettings(scanner));
  scanner.expect('}', `the settings of ${name}`);
  return { kind: 'plugin', name, settings, range };
}

/** Reads the name of a plugin or setting, quoted or not. */
export function parseName(scanner: LogstashScanner): ScannedText | undefined {
  return scanner.string() ?? scanner.match(NAME);
}

function parseSettings(scanner: LogstashScanner): readonly LogstashSetting[] {
  const settings: LogstashSetting[] = [];
  for (let name = parseName(scanner); name; name = parseName(scanner)) {
    scanner.expect('=>', `the setting ${name.text}`);
    settings.push({ name: name.text, value: parseValue(scanner), range: name.range });
  }
  return settings;
}

function parseValue(scanner: LogstashScanner): LogstashValue {
  const string = scanner.string();
  if (string) return { kind: 'string', ...string };
  if (scanner.ahead(1) === '[') return scanner.nested(() => parseArray(scanner));
  if (scanner.ahead(1) === '{') return scanner.nested(() => parseHash(scanner));
  const number = scanner.match(NUMBER);
  if (number) return { kind: 'number', value: Number(number.text), range: number.range };
  const word = scanner.match(WORD);
  if (!word) return scanner.expected('a value', 'give a string, number, list, hash or plugin');
  return scanner.ahead(1) === '{' ? parsePlugin(scanner, word) : { kind: 'word', ...word };
}

function parseArray(scanner: LogstashScanner): LogstashValue {
  const start = scanner.offset;
  scanner.take('[');
  const items: LogstashValue[] = [];
  if (scanner.ahead(1) !== ']') {
    do items.push(parseValue(scanner));
    while (scanner.take(','));
  }
  const end = scanner.offset + 1;
  scanner.expect(']', 'the list');
  return { kind: 'array', items, range: { start, end } };
}

function parseHash(scanner: LogstashScanner): LogstashValue {
  const start = scanner.offset;
  scanner.take('{');
  const entries: LogstashHashEntry[] = [];
  for (let key = parseName(scanner); key; key = parseName(scanner)) {
    scanner.expect('=>', `the key ${key.text}`);
    entries.push({ key: key.text, value: parseValue(scanner), range: key.range });
    // Commas are not in the grammar of hashes; Logstash refuses them with a message nobody understands.
    if (scanner.ahead(1) === ',') scanner.fail('a hash has no commas', 'remove the comma');
  }
  const end = scanner.offset + 1;
  scanner.expect('}', 'the hash');
  return { kind: 'hash', entries, range: { start, end } };
}
