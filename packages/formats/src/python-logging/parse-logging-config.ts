import { MappingReader } from '../yaml/mapping-reader.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import { readYaml } from '../yaml/yaml-file.ts';
import type { ParsedPythonLogging, PythonFormatter, PythonHandler, PythonLogger } from './logging-config.ts';

/** Valid fields of handlers that say nothing of where records go. */
const UNREAD_OF_HANDLER = ['encoding', 'mode', 'delay', 'errors', 'interval', 'utc', 'filters', 'atTime'];
/** Fields that formatters of other packages take. */
const UNREAD_OF_FORMATTER = [
  'datefmt',
  'style',
  'validate',
  'defaults',
  'rename_fields',
  'static_fields',
  'timestamp',
  'json_ensure_ascii',
];

/**
 * Parses a configuration of Python's logging in YAML (or JSON, which is YAML). Faults are collected, never thrown.
 */
export function parseLoggingConfig(text: string, file: string): ParsedPythonLogging {
  const yaml = readYaml(text, file);
  const [root] = yaml.roots;
  const document = MappingReader.of(yaml, root, 'logging configuration');
  const parsed = document ? readDocument(yaml, document) : NOTHING;
  return { ...parsed, issues: yaml.issues.issues() };
}

const NOTHING = { formatters: new Map<string, PythonFormatter>(), handlers: [], loggers: [] };

function readDocument(yaml: YamlFile, document: MappingReader): Omit<ParsedPythonLogging, 'issues'> {
  document.takeUnread(['disable_existing_loggers', 'incremental', 'filters', 'objects', 'queues']);
  const version = document.required('version', 'write version: 1');
  if (version && version.text !== '1')
    yaml.issues.error('wrong-type', version.offset, `the version is ${version.text}, known is 1`);
  const formatters = new Map(
    entriesOf(document, 'formatters', 'formatter').map(([name, reader]) => [name, readFormatter(reader)]),
  );
  const handlers = entriesOf(document, 'handlers', 'handler').map(([name, reader]) =>
    readHandler(name, reader),
  );
  const loggers = entriesOf(document, 'loggers', 'logger').map(([name, reader]) => readLogger(name, reader));
  const root = document.mapping('root', 'root logger');
  if (root) loggers.push(readLogger('', root));
  document.finish();
  return { formatters, handlers, loggers };
}

/** The mappings in a mapping, by name. */
function entriesOf(document: MappingReader, name: string, what: string): [string, MappingReader][] {
  const section = document.mapping(name, `mapping of ${what}s`);
  return (section?.names ?? []).flatMap((each) => {
    const reader = section?.mapping(each, what);
    return reader ? [[each, reader] as [string, MappingReader]] : [];
  });
}

function readFormatter(reader: MappingReader): PythonFormatter {
  const format = reader.text('format') ?? reader.text('fmt');
  const factory = reader.text('()') ?? reader.text('class');
  reader.takeUnread(UNREAD_OF_FORMATTER);
  reader.finish();
  return { ...(format !== undefined && { format }), ...(factory !== undefined && { factory }) };
}

function readHandler(name: string, reader: MappingReader): PythonHandler {
  const [level, formatter, stream, filename, when] = ['level', 'formatter', 'stream', 'filename', 'when'].map(
    (field) => reader.text(field),
  );
  const maxBytes = reader.count('maxBytes');
  const backupCount = reader.count('backupCount');
  const handler: PythonHandler = {
    name,
    class: reader.required('class', 'write class: logging.StreamHandler')?.text ?? '',
    ...(level !== undefined && { level }),
    ...(formatter !== undefined && { formatter }),
    ...(stream !== undefined && { stream }),
    ...(filename !== undefined && { filename }),
    ...(when !== undefined && { when }),
    ...(maxBytes !== undefined && { maxBytes }),
    ...(backupCount !== undefined && { backupCount }),
    offset: reader.offset,
  };
  reader.takeUnread(UNREAD_OF_HANDLER);
  reader.finish();
  return handler;
}

function readLogger(name: string, reader: MappingReader): PythonLogger {
  const level = reader.text('level');
  const handlers = reader.textItems('handlers').map(({ text }) => text);
  reader.takeUnread(['propagate', 'qualname', 'filters']);
  reader.finish();
  return { name, ...(level !== undefined && { level }), handlers, offset: reader.offset };
}
