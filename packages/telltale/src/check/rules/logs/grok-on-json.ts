import type { LogstashPlugin } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { CheckedPipeline } from './checked-pipelines.ts';
import { checkedPipelines, settingOf, stringsOf } from './checked-pipelines.ts';
import { examplePipeline } from './example-pipeline.ts';

const GROK = examplePipeline({
  filter:
    'grok { match => { "message" => "%{TIMESTAMP_ISO8601:time} %{LOGLEVEL:level} %{GREEDYDATA:text}" } }',
});
const JSON_LOGGER = 'const logger = createLogger({ format: format.combine(requestId(), format.json()) });\n';

/** A pattern for text in front of lines that are JSON. */
export const logsGrokOnJson: CheckRule = {
  id: 'logs/grok-on-json',
  severity: 'warning',
  why: 'The pattern matches no line of JSON: every event is tagged _grokparsefailure and keeps none of its fields.',
  doc: `Reported for a grok on message that expects a time or a level at the start of the line, in a pipeline
that decodes JSON nowhere, next to a program that logs JSON (winston's format.json(), pino, a JSON
format of Python's logging). Never reported: patterns for the logs of web servers, pipelines with a json
filter or codec, and workspaces in which nothing logs JSON.`,
  examples: [
    {
      wrong: { files: { 'logstash.conf': GROK, 'log.js': JSON_LOGGER } },
      right: { files: { 'logstash.conf': examplePipeline({}), 'log.js': JSON_LOGGER } },
    },
    {
      wrong: {
        files: {
          'logstash.conf': GROK,
          'log.js': `import pino from 'pino';\nexport const logger = pino();\n`,
        },
      },
      right: {
        files: {
          'logstash.conf': GROK,
          'log.js': 'const logger = createLogger({ format: format.simple() });\n',
        },
      },
    },
  ],
  *run(workspace) {
    const logger = jsonLogger(workspace);
    if (logger === undefined) return;
    for (const pipeline of checkedPipelines(workspace.texts)) {
      if (readsJson(pipeline)) continue;
      const grok = pipeline.plugins.find(({ plugin }) => isForText(plugin))?.plugin;
      if (!grok?.range) continue;
      yield {
        place: pipeline.text.placeOf(grok.range),
        message: `the pattern is for text, and ${logger} logs JSON`,
        fix: 'use json { source => "message" } in its place',
      };
    }
  },
};

function readsJson({ plugins }: CheckedPipeline): boolean {
  return plugins.some(({ plugin }) => {
    const codec = settingOf(plugin, 'codec');
    const name = codec?.kind === 'plugin' ? codec.name : stringsOf(codec)[0];
    return plugin.name === 'json' || name === 'json' || name === 'json_lines';
  });
}

function isForText(plugin: LogstashPlugin): boolean {
  const match = plugin.name === 'grok' ? settingOf(plugin, 'match') : undefined;
  if (match?.kind !== 'hash') return false;
  const patterns = match.entries
    .filter(({ key }) => key === 'message')
    .flatMap(({ value }) => stringsOf(value));
  return (
    patterns.length > 0 &&
    patterns.every((pattern) => /^\^?\\?\[?%\{(?:TIMESTAMP_ISO8601|LOGLEVEL)\b/.test(pattern))
  );
}

/** The first program that sets up JSON logs, as `file:line`. */
function jsonLogger({ texts }: Workspace): string | undefined {
  for (const { tokens, text } of programsIn(texts, 'javascript', 'python')) {
    const isWinston = tokens.some((token) => isWord(token, 'createLogger'));
    const token = tokens.find(({ kind, text: word }, at) => {
      if (text.language === 'python') return kind === 'string' && /^\s*\{.*%\(levelname\)s/.test(word);
      if (word === 'pino') return kind === 'word' && isMark(tokens[at + 1], '(');
      return (
        isWinston &&
        kind === 'word' &&
        word === 'json' &&
        isMark(tokens[at - 1], '.') &&
        isMark(tokens[at + 1], '(')
      );
    });
    if (token) return `${text.source.file}:${text.placeOf(token).position.line}`;
  }
  return undefined;
}
