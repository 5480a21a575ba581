import type { JsToken } from '../../catalogue/prom-client-source/js-token.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, programsIn } from '../../programs/program.ts';
import { propertiesIn } from '../../programs/properties.ts';

/** Attributes for which OpenTelemetry has another name. */
export const otelSemconv: CheckRule = {
  id: 'otel/semconv',
  severity: 'info',
  preset: 'strict',
  why: 'Dashboards, searches and other services use the conventional names; these spans are not among what they find.',
  doc: `Reported in calls of setAttribute and setAttributes for names that the semantic conventions replaced
(http.method, http.status_code, db.statement, net.peer.name, …) and for ai.model and ai.provider. The
gen_ai.* names are still in development. Attributes set elsewhere are not judged.`,
  examples: [
    {
      wrong: { files: { 'app.js': `span.setAttributes({ 'ai.model': 'gpt-4' });\n` } },
      right: { files: { 'app.js': `span.setAttributes({ 'gen_ai.request.model': 'gpt-4' });\n` } },
    },
    {
      wrong: { files: { 'app.py': `span.set_attribute("http.status_code", 200)\n` } },
      right: { files: { 'app.py': `span.set_attribute("http.response.status_code", 200)\n` } },
    },
  ],
  *run({ texts }) {
    for (const program of programsIn(texts, 'javascript', 'python')) {
      for (const token of attributesSet(program)) {
        const name = CONVENTIONAL.get(token.text);
        if (name === undefined) continue;
        yield {
          place: program.text.placeOf(token),
          message: `the conventional name of ${token.text} is ${name}`,
          fix: `write ${name}`,
        };
      }
    }
  },
};

const CONVENTIONAL: ReadonlyMap<string, string> = new Map([
  ['ai.model', 'gen_ai.request.model'],
  ['ai.provider', 'gen_ai.provider.name'],
  ['http.method', 'http.request.method'],
  ['http.status_code', 'http.response.status_code'],
  ['http.url', 'url.full'],
  ['http.scheme', 'url.scheme'],
  ['http.user_agent', 'user_agent.original'],
  ['net.peer.name', 'server.address'],
  ['net.peer.port', 'server.port'],
  ['db.statement', 'db.query.text'],
  ['db.system', 'db.system.name'],
  ['db.operation', 'db.operation.name'],
]);

function* attributesSet(program: Program): Iterable<JsToken> {
  const { tokens } = program;
  for (const [at, { text }] of tokens.entries()) {
    if (!/^set_?attributes?$/i.test(text) || !isMark(tokens[at + 1], '(')) continue;
    if (tokens[at + 2]?.kind === 'string') yield tokens[at + 2];
    else if (isMark(tokens[at + 2], '{')) {
      for (const { key } of propertiesIn(program, at + 2).byName.values()) yield key;
    }
  }
}
