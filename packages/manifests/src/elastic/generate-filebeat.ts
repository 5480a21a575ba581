import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { BEATS_PORT } from './generate-logstash.ts';
import { logsWay, shippedFile } from './shipped-logs.ts';

/** Where Filebeat looks for the files of a program that writes them below its own folder. */
export const APP_FOLDER = '/app';

/** Where Docker keeps what containers write to standard output. */
export const CONTAINER_LOGS = '/var/lib/docker/containers';

/**
 * Generates Filebeat's configuration: it reads the file that the definition logs everything to, or without
 * one what the service writes to standard output in its container, and sends the lines to Logstash with the
 * name of the service. Nothing where the logs go to Elasticsearch in another way, or not at all.
 */
export function generateFilebeat(definition: ResolvedDefinition): readonly GeneratedFile[] {
  if (logsWay(definition) !== 'shipper') return [];
  const config: YamlMapping = {
    'filebeat.inputs': [inputOf(definition)],
    'output.logstash': { hosts: [`logstash:${BEATS_PORT}`] },
    'logging.level': 'info',
    'logging.to_stderr': true,
  };
  return [{ path: layoutOf(definition).filebeat, text: printYamlDocument(config, fileHeader(definition)) }];
}

/** One input: a record that stands in a file and on the console is to be kept once. */
function inputOf(definition: ResolvedDefinition): YamlMapping {
  const file = shippedFile(definition);
  if (file === undefined) return containerInput(definition);
  return {
    type: 'filestream',
    id: `${definition.service}-files`,
    paths: globsOf(file),
    'prospector.scanner.exclude_files': ['\\.gz$'],
    fields: { service: definition.service },
  };
}

/**
 * Files of a relative path are below the program's folder; rotated ones have a number behind the name, those of
 * further processes one before its ending.
 */
function globsOf(path: string): readonly string[] {
  const { dir, name, ext } = posix.parse(path);
  const numbered = posix.join(dir, `${name}.[0-9]*${ext}`);
  return [path, numbered].map((each) => {
    const rotated = `${each}*`;
    return each.startsWith('/') ? rotated : `\${APP_FOLDER:${APP_FOLDER}}/${rotated.replace(/^\.\//, '')}`;
  });
}

/** All containers of a machine write to one folder: only lines that name the service are taken. */
function containerInput({ service }: ResolvedDefinition): YamlMapping {
  const name = service.replaceAll(/[^\w\s-]/g, (character) => `\\${character}`);
  return {
    type: 'filestream',
    id: `${service}-containers`,
    paths: [`${CONTAINER_LOGS}/*/*-json.log`],
    parsers: [{ container: { stream: 'all', format: 'docker' } }],
    include_lines: [`"service(\\.name)?"\\s*:\\s*"${name}`],
    fields: { service },
  };
}
