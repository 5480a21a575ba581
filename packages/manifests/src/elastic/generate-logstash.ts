import type { ResolvedDefinition } from '@telltale/definition';
import type {
  LogstashCondition,
  LogstashPipeline,
  LogstashPlugin,
  LogstashStatement,
} from '@telltale/formats';
import { printLogstashPipeline } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { logIndexOf } from './log-index.ts';
import { branch, field, hasTag, plugin } from './pipeline-parts.ts';
import { elasticAddress, logsWay } from './shipped-logs.ts';

/** Port on which Logstash waits for Filebeat. */
export const BEATS_PORT = 5044;

const UNPARSED = '_jsonparsefailure';

/** What the fields of a log line are called in Elastic's common schema; the others stay below `app`. */
const COMMON_NAMES: Readonly<Record<string, string>> = {
  '[app][message]': 'message',
  '[app][msg]': 'message',
  '[app][level]': '[log][level]',
  '[app][logger]': '[log][logger]',
  '[app][trace_id]': '[trace][id]',
  '[app][span_id]': '[span][id]',
  '[app][request_id]': '[http][request][id]',
  '[app][event]': '[event][action]',
  '[app][error][type]': '[error][type]',
  '[app][error][message]': '[error][message]',
  '[app][error][stack]': '[error][stack_trace]',
  '[app][stack]': '[error][stack_trace]',
};

/**
 * Generates Logstash's pipeline: lines of the service come from Filebeat, are read as JSON (their fields
 * stand below `app`, where they clash with nobody's) and go to Elasticsearch. A line that is no JSON is
 * kept as it is, in an index of its own. Nothing where Filebeat ships no logs.
 *
 * @throws TelltaleError TT_FILE_FORMAT for a service whose name Logstash has no way to write.
 */
export function generateLogstash(definition: ResolvedDefinition): readonly GeneratedFile[] {
  if (logsWay(definition) !== 'shipper') return [];
  const isOfService: LogstashCondition = {
    kind: 'compare',
    operator: '==',
    left: field('fields', 'service'),
    right: { kind: 'string', text: definition.service },
  };
  const pipeline: LogstashPipeline = {
    sections: [
      { type: 'input', body: [plugin('beats', { port: BEATS_PORT })] },
      { type: 'filter', body: [branch(isOfService, filters(definition))] },
      { type: 'output', body: [branch(isOfService, outputs(definition))] },
    ],
  };
  return [
    { path: layoutOf(definition).logstash, text: printLogstashPipeline(pipeline, fileHeader(definition)) },
  ];
}

function filters({ service }: ResolvedDefinition): readonly LogstashStatement[] {
  const isParsed: LogstashCondition = { kind: 'not', operand: hasTag(UNPARSED) };
  return [
    plugin('json', { source: 'message', target: 'app', remove_field: ['[event][original]'] }),
    branch(isParsed, [
      branch({ kind: 'truth', operand: field('app', 'timestamp') }, [time('timestamp')], [time('time')]),
      plugin('mutate', { rename: COMMON_NAMES }),
    ]),
    plugin('mutate', { add_field: { '[service][name]': service } }),
  ];
}

/** The time of the line, not of its arrival; milliseconds since 1970 are what pino writes. */
function time(name: string): LogstashPlugin {
  const from = `[app][${name}]`;
  return plugin('date', { match: [from, 'ISO8601', 'UNIX_MS'], remove_field: [from] });
}

function outputs(definition: ResolvedDefinition): readonly LogstashStatement[] {
  const index = logIndexOf(definition);
  const to = (name: string): LogstashPlugin =>
    plugin('elasticsearch', {
      hosts: [elasticAddress(definition)],
      user: 'elastic',
      password: '${ELASTIC_PASSWORD}',
      ...(index.kind === 'daily'
        ? // The template names the policy; Logstash is to manage neither.
          { index: name, data_stream: false, ilm_enabled: false, manage_template: false }
        : {
            data_stream: true,
            data_stream_auto_routing: false,
            data_stream_type: 'logs',
            data_stream_dataset: name,
            data_stream_namespace: 'default',
          }),
    });
  const parsed = index.kind === 'daily' ? index.name : index.dataset;
  return [branch(hasTag(UNPARSED), [to(index.unparsed)], [to(parsed)])];
}
