import type { CheckRule } from '../../check-rule.ts';
import { checkedPipelines } from './checked-pipelines.ts';
import { examplePipeline } from './example-pipeline.ts';

/** Pipelines that Logstash does not load. */
export const logsPipelineSyntax: CheckRule = {
  id: 'logs/pipeline-syntax',
  severity: 'error',
  why: 'Logstash refuses the whole pipeline, and with it every line that it should have read.',
  doc: `Reported for a text that starts like a Logstash pipeline and breaks Logstash's grammar: a missing
brace or =>, a comma in a hash, a string without end. One finding a file: what follows the first fault
cannot be judged. Never reported: templates, and other files that end in .conf.`,
  examples: [
    {
      wrong: {
        files: {
          'logstash.conf': examplePipeline({ filter: 'mutate { rename => { "a" => "b", "c" => "d" } }' }),
        },
      },
      right: {
        files: {
          'logstash.conf': examplePipeline({ filter: 'mutate { rename => { "a" => "b" "c" => "d" } }' }),
        },
      },
    },
    {
      wrong: { files: { 'logstash.conf': 'input { stdin {} }\noutput { stdout { codec => } }\n' } },
      right: { files: { 'nginx.conf': 'events {}\nhttp { server { listen 80; } }\n' } },
    },
  ],
  *run({ texts }) {
    for (const { issues, source, text } of checkedPipelines(texts)) {
      for (const { message, position, fix } of issues) {
        const start = source.offsetAt(position);
        yield { place: text.placeOf({ start, end: start + 1 }), message, fix };
      }
    }
  },
};
