import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { BEATS_PORT } from './generate-logstash.ts';
import { shipsLogs } from './shipped-logs.ts';

/**
 * Generates Filebeat's configuration: it reads the files that the definition logs to, or what the
 * service writes to standard output in its container, and sends the lines to Logstash with the name of
 * the service. Nothing where no logs go to Elasticsearch.
 */
export function generateFilebeat(definition: ResolvedDefinition): readonly GeneratedFile[] {
  if (!shipsLogs(definition)) return [];
  const config: YamlMapping = {
    'filebeat.inputs': [...fileInput(definition), ...containerInput(definition)],
    'output.logstash': { hosts: [`logstash:${BEATS_PORT}`] },
    'logging.level': 'info',
    'logging.to_stderr': true,
  };
  return [{ path: layoutOf(definition).filebeat, text: printYamlDocument(config, fileHeader(definition)) }];
}

function fileInput(definition: ResolvedDefinition): readonly YamlMapping[] {
  const paths = (definition.logs?.sinks ?? []).flatMap(({ kind, path }) =>
    kind === 'file' && path !== undefined ? [globOf(path)] : [],
  );
  if (paths.length === 0) return [];
  return [
    {
      type: 'filestream',
      id: `${definition.service}-files`,
      paths: [...new Set(paths)],
      'prospector.scanner.exclude_files': ['\\.gz$'],
      fields: { service: definition.service },
    },
  ];
}

/** Files of a relative path are below the program's folder; rotated ones have a number behind the name. */
function globOf(path: string): string {
  const rotated = `${path}*`;
  return path.startsWith('/') ? rotated : `\${APP_FOLDER:/app}/${rotated.replace(/^\.\//, '')}`;
}

/** All containers of a machine write to one folder: only lines that name the service are taken. */
function containerInput(definition: ResolvedDefinition): readonly YamlMapping[] {
  const { logs, service } = definition;
  if (!logs?.sinks.some(({ kind }) => kind === 'console')) return [];
  const name = service.replaceAll(/[^\w\s-]/g, (character) => `\\${character}`);
  return [
    {
      type: 'filestream',
      id: `${service}-containers`,
      paths: ['/var/lib/docker/containers/*/*-json.log'],
      parsers: [{ container: { stream: 'all', format: 'docker' } }],
      include_lines: [`"service(\\.name)?"\\s*:\\s*"${name}`],
      fields: { service },
    },
  ];
}
