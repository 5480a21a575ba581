import type { CheckRule } from '../../check-rule.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';
import { propertiesIn } from '../../programs/properties.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** Traces of a service without a name. */
export const otelNoServiceName: CheckRule = {
  id: 'otel/no-service-name',
  severity: 'warning',
  preset: 'strict',
  why: 'The traces of every such program stand under unknown_service:node; nobody finds the one that is slow.',
  doc: `Reported in JavaScript for a NodeTracerProvider, BasicTracerProvider or NodeSDK that is made without
a resource or serviceName, where nothing here sets OTEL_SERVICE_NAME or service.name. The environment
may set it out of sight, which is why this is not certain. Options from elsewhere are not judged.`,
  examples: [
    {
      wrong: { files: { 'trace.js': 'const provider = new NodeTracerProvider();\n' } },
      right: { files: { 'trace.js': 'const provider = new NodeTracerProvider({ resource });\n' } },
    },
    {
      wrong: { files: { 'trace.js': 'new NodeSDK({ traceExporter }).start();\n', '.env': 'PORT=3000\n' } },
      right: {
        files: {
          'trace.js': 'new NodeSDK({ traceExporter }).start();\n',
          '.env': 'OTEL_SERVICE_NAME=shop\n',
        },
      },
    },
  ],
  *run(workspace) {
    if (namesService(workspace)) return;
    for (const program of programsIn(workspace.texts, 'javascript')) {
      const { tokens, text } = program;
      for (let at = 1; at < tokens.length; at++) {
        const isProvider =
          PROVIDERS.has(tokens[at].text) && isWord(tokens[at - 1], 'new') && isMark(tokens[at + 1], '(');
        if (!isProvider) continue;
        const isEmpty = isMark(tokens[at + 2], ')');
        if (!isEmpty && !isMark(tokens[at + 2], '{')) continue;
        const { byName, isOpen } = propertiesIn(program, isEmpty ? at + 1 : at + 2);
        if (isOpen || byName.has('resource') || byName.has('serviceName')) continue;
        yield {
          place: text.placeOf(tokens[at]),
          message: 'the traces have no service.name',
          fix: 'set OTEL_SERVICE_NAME, or pass a resource with service.name',
        };
      }
    }
  },
};

const PROVIDERS: ReadonlySet<string> = new Set(['NodeTracerProvider', 'BasicTracerProvider', 'NodeSDK']);
const NAMES =
  /OTEL_SERVICE_NAME|OTEL_RESOURCE_ATTRIBUTES|ATTR_SERVICE_NAME|SERVICE_NAME\]|['"]service\.name['"]/;

function namesService({ texts, documents }: Workspace): boolean {
  const sources = [...texts.filter(({ language }) => language !== 'markdown'), ...documents];
  return sources.some(({ source }) => NAMES.test(source.text));
}
