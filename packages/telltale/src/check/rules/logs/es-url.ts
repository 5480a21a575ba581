import type { CheckRule } from '../../check-rule.ts';
import type { JsToken } from '../../catalogue/prom-client-source/js-token.ts';
import { isMark, programsIn } from '../../programs/program.ts';

/** Addresses of Elasticsearch without a scheme. */
export const logsEsUrl: CheckRule = {
  id: 'logs/es-url',
  severity: 'warning',
  preset: 'strict',
  why: 'Clients from version 8 on refuse a host without scheme and port when they are made.',
  doc: `Reported in programs that name Elasticsearch, for hosts, nodes or node set to host:9200 without
http:// or https://. Never reported: pipelines of Logstash and Beats, which add the scheme, and loggers
of your own may add it too, which is why this is not certain.`,
  examples: [
    {
      wrong: { files: { 'log.py': `client = Elasticsearch(hosts=['elasticsearch:9200'])\n` } },
      right: { files: { 'log.py': `client = Elasticsearch(hosts=['https://elasticsearch:9200'])\n` } },
    },
    {
      wrong: {
        files: {
          'log.js': `import { Client } from '@elastic/elasticsearch';\nnew Client({ node: 'search:9200' });\n`,
        },
      },
      right: { files: { 'log.js': `import pg from 'pg';\nnew Client({ node: 'search:9200' });\n` } },
    },
  ],
  *run({ texts }) {
    for (const { tokens, text } of programsIn(texts, 'javascript', 'python')) {
      if (!/elastic/i.test(text.source.text)) continue;
      for (const [at, token] of tokens.entries()) {
        if (token.kind !== 'string' || !/^[\w.-]+:9200$/.test(token.text) || !isAddress(tokens, at)) continue;
        yield {
          place: text.placeOf(token),
          message: `'${token.text}' has no scheme`,
          fix: `write https://${token.text}`,
        };
      }
    }
  },
};

/** Whether a value stands, alone or in a list, under a name for hosts. */
function isAddress(tokens: readonly JsToken[], at: number): boolean {
  const mark = isMark(tokens[at - 1], '[') ? at - 2 : at - 1;
  const isValue = isMark(tokens[mark], '=') || isMark(tokens[mark], ':');
  return isValue && /^(?:hosts|nodes?)$/.test(tokens[mark - 1]?.text ?? '');
}
