import type { LogstashPlugin } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { checkedPipelines, settingOf, stringsOf } from './checked-pipelines.ts';
import { examplePipeline } from './example-pipeline.ts';

/** A pattern that writes into the field that it reads. */
export const logsGrokOverwrite: CheckRule = {
  id: 'logs/grok-overwrite',
  severity: 'error',
  why: 'The field becomes a list of the whole line and its end; Elasticsearch then searches and shows both.',
  doc: `Reported for grok with a pattern on a field that captures into the same field, without that field in
overwrite. Never reported: captures into other fields.`,
  examples: [
    {
      wrong: {
        files: {
          'logstash.conf': examplePipeline({
            filter: 'grok { match => { "message" => "%{LOGLEVEL:level} %{GREEDYDATA:message}" } }',
          }),
        },
      },
      right: {
        files: {
          'logstash.conf': examplePipeline({
            filter:
              'grok { match => { "message" => "%{LOGLEVEL:level} %{GREEDYDATA:message}" } overwrite => ["message"] }',
          }),
        },
      },
    },
  ],
  *run({ texts }) {
    for (const { plugins, text } of checkedPipelines(texts)) {
      for (const { plugin } of plugins.filter((each) => each.plugin.name === 'grok')) {
        for (const { field, range } of selfCaptures(plugin)) {
          yield {
            place: text.placeOf(range),
            message: `grok reads '${field}' and writes into it without replacing it`,
            fix: `add overwrite => ["${field}"]`,
          };
        }
      }
    }
  },
};

function selfCaptures(
  grok: LogstashPlugin,
): readonly { readonly field: string; readonly range: SourceRange }[] {
  const match = settingOf(grok, 'match');
  const overwrites = stringsOf(settingOf(grok, 'overwrite'));
  if (match?.kind !== 'hash') return [];
  return match.entries.flatMap(({ key, value }) => {
    const capture = `:${key}}`;
    const captured = stringsOf(value).find((pattern) => pattern.includes(capture));
    const range = value.kind === 'plugin' ? undefined : value.range;
    if (captured === undefined || !range || overwrites.includes(key)) return [];
    if (value.kind !== 'string') return [{ field: key, range }];
    const end = range.start + 1 + captured.indexOf(capture) + capture.length;
    const start = range.start + 1 + captured.lastIndexOf('%{', captured.indexOf(capture));
    return [{ field: key, range: { start, end } }];
  });
}
