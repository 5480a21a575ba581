import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { slugOf } from '@telltale/model';
import { definitionHash } from '../definition-hash.ts';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { logIndexOf } from './log-index.ts';
import { logsWay } from './shipped-logs.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const DEFAULT_RETENTION_MS = 30 * DAY_MS;
/** Above that of the templates that Elasticsearch comes with. */
const PRIORITY = 200;

/**
 * Generates what Elasticsearch has to be told of the logs: an index template (its fields have types, and a
 * wrong one loses no line), a lifecycle policy that deletes them after the definition's retention, and a
 * script that puts both in place as often as it is run. Nothing where no logs go to Elasticsearch.
 */
export function generateElastic(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  if (logsWay(definition) === undefined) return [];
  const at = (name: string): string => posix.join(layoutOf(definition).elasticsearch, name);
  return [
    { path: at('ilm-policy.json'), text: printJson(policy(definition)) },
    { path: at('index-template.json'), text: printJson(template(definition, options)) },
    { path: at('apply.sh'), text: script(definition) },
  ];
}

/** The name of policy and template. */
function nameOf({ service }: ResolvedDefinition): string {
  return `${slugOf(service) || 'service'}-logs`;
}

function policy(definition: ResolvedDefinition): unknown {
  const isStream = logIndexOf(definition).kind === 'data-stream';
  // A daily index is rolled over by its name.
  const hot = isStream ? { rollover: { max_age: '1d', max_primary_shard_size: '10gb' } } : {};
  const retentionMs = definition.logs?.retentionMs ?? DEFAULT_RETENTION_MS;
  return {
    policy: {
      _meta: metaOf(definition),
      phases: {
        hot: { min_age: '0ms', actions: { ...hot, set_priority: { priority: 100 } } },
        delete: { min_age: ageOf(retentionMs), actions: { delete: {} } },
      },
    },
  };
}

function template(definition: ResolvedDefinition, { ha = false }: GenerateOptions): unknown {
  const { kind, patterns } = logIndexOf(definition);
  return {
    index_patterns: patterns,
    priority: PRIORITY,
    ...(kind === 'data-stream' && { data_stream: {} }),
    _meta: metaOf(definition),
    template: {
      settings: {
        'index.lifecycle.name': nameOf(definition),
        'index.number_of_shards': 1,
        // A single node has no place for a copy, and would be yellow for ever.
        'index.number_of_replicas': ha ? 1 : 0,
        'index.mapping.total_fields.limit': 1000,
        'index.mapping.ignore_malformed': true,
      },
      mappings: {
        dynamic_templates: [
          { texts: { match_mapping_type: 'string', mapping: { type: 'keyword', ignore_above: 1024 } } },
        ],
        properties: {
          '@timestamp': { type: 'date' },
          message: { type: 'text' },
          log: { properties: { level: { type: 'keyword' }, logger: { type: 'keyword' } } },
          service: { properties: { name: { type: 'keyword' } } },
          trace: { properties: { id: { type: 'keyword' } } },
          span: { properties: { id: { type: 'keyword' } } },
          error: { properties: { stack_trace: { type: 'text' } } },
        },
      },
    },
  };
}

function script(definition: ResolvedDefinition): string {
  const name = nameOf(definition);
  const port = definition.stack?.ports.elasticsearch ?? 9200;
  return `#!/bin/sh
${fileHeader(definition)
  .flatMap((line) => line.split('\n'))
  .map((line) => `# ${line}`)
  .join('\n')}
#
# Puts the lifecycle policy and the index template in place. Run it once Elasticsearch is up, and again
# when they change: ELASTIC_PASSWORD=... sh apply.sh
set -eu
folder="$(dirname "$0")"
url="\${ELASTIC_URL:-http://127.0.0.1:${port}}"
: "\${ELASTIC_PASSWORD:?is the password of the user elastic}"
password="$(printf %s "$ELASTIC_PASSWORD" | sed 's/[\\\\"]/\\\\&/g')"

put() {
  printf 'user = "elastic:%s"\\n' "$password" |
    curl --config - --fail --silent --show-error --output /dev/null --request PUT \\
      --header 'Content-Type: application/json' --data-binary "@$folder/$2" "$url/$1"
  echo "put $1"
}

put _ilm/policy/${name} ilm-policy.json
put _index_template/${name} index-template.json
`;
}

function metaOf(definition: ResolvedDefinition): unknown {
  return { generated_by: 'telltale', service: definition.service, definition: definitionHash(definition) };
}

/** Elasticsearch counts days and hours; what is less is rounded up, so that nothing goes too early. */
function ageOf(ms: number): string {
  return ms % DAY_MS === 0 ? `${ms / DAY_MS}d` : `${Math.ceil(ms / HOUR_MS)}h`;
}

function printJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
