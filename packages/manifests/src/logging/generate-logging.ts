import type { ResolvedDefinition, ResolvedLogs } from '@telltale/definition';
import { logIndexOf } from '../elastic/log-index.ts';
import { definitionHash } from '../definition-hash.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { lowestLevel } from './lowest-level.ts';
import { generatePythonLogging } from './python-logging.ts';

type Sink = ResolvedLogs['sinks'][number];

const MIB = 1024 ** 2;
const DEFAULT_MAX_BYTES = 10 * MIB;
const DEFAULT_MAX_FILES = 5;
/** Where a station takes logs in on the machine of the program. */
const STATION = 'http://127.0.0.1:4400/v1/logs';

/**
 * Generates the logs of the definition for programs that do not log by `t.log`, so that they have its sinks, levels
 * and rotation: as a configuration of Python's logging, and as options of pino, `pino(JSON.parse(text))`. For pino,
 * files need the package pino-roll, text pino-pretty, Elasticsearch pino-elasticsearch, OTLP and a station
 * pino-opentelemetry-transport. Nothing where there are no sinks.
 */
export function generateLogging(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const { logs, service } = definition;
  if (!logs || logs.sinks.length === 0) return [];
  const options = {
    _generated: `by telltale for ${service}, definition ${definitionHash(definition)}: do not edit`,
    // What a sink is to get must not be dropped before it.
    level: lowestLevel(logs),
    base: { service },
    transport: { targets: logs.sinks.map((sink) => targetOf(sink, definition, logs)) },
  };
  const path = `config/logging${definition.environment === undefined ? '' : `.${definition.environment}`}.json`;
  const pino = { path, text: `${JSON.stringify(options, undefined, 2)}\n` };
  return [pino, ...generatePythonLogging(definition)];
}

function targetOf(sink: Sink, definition: ResolvedDefinition, logs: ResolvedLogs): unknown {
  const level = sink.level ?? logs.level;
  switch (sink.kind) {
    case 'console':
      return isText(sink)
        ? { target: 'pino-pretty', level, options: { destination: 1, colorize: false } }
        : { target: 'pino/file', level, options: { destination: 1 } };
    case 'file':
      return { target: 'pino-roll', level, options: fileOptions(sink) };
    case 'elasticsearch':
      return {
        target: 'pino-elasticsearch',
        level,
        options: { node: sink.url, ...indexOptions(definition), 'es-version': 8 },
      };
    case 'otlp':
    case 'station':
      return {
        target: 'pino-opentelemetry-transport',
        level,
        options: {
          resourceAttributes: { 'service.name': definition.service },
          logRecordProcessorOptions: {
            exporterOptions: { protocol: 'http', httpExporterOptions: { url: sink.url ?? STATION } },
          },
        },
      };
  }
}

function isText({ format }: Sink): boolean {
  return format === 'text' || format === 'simple';
}

/** An index a day, or a data stream, which takes new records only. */
function indexOptions(definition: ResolvedDefinition): Readonly<Record<string, string>> {
  const index = logIndexOf(definition);
  return index.kind === 'daily'
    ? { index: index.patterns[0].replace(/\*$/, '%{DATE}') }
    : { index: `logs-${index.dataset}-default`, opType: 'create' };
}

function fileOptions({ path, maxBytes = DEFAULT_MAX_BYTES, maxFiles = DEFAULT_MAX_FILES }: Sink): unknown {
  const size = maxBytes % MIB === 0 ? `${maxBytes / MIB}m` : `${Math.ceil(maxBytes / 1024)}k`;
  return { file: path, size, limit: { count: maxFiles }, mkdir: true };
}
