import type { CheckRule } from '../../check-rule.ts';
import { importedModules } from '../../programs/imported-modules.ts';
import { isMark, isWord, programsIn } from '../../programs/program.ts';

const PROVIDER = `import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';\n`;

/** Calls that version 2 of OpenTelemetry's SDK does not have. */
export const otelApiRemoved: CheckRule = {
  id: 'otel/api-removed',
  severity: 'warning',
  preset: 'strict',
  why: 'With version 2 of the SDK the call is a TypeError while the program starts.',
  doc: `Reported in JavaScript programs that load OpenTelemetry: addSpanProcessor() and new Resource().
Version 1 of the SDK still has both, which is why this is not certain.`,
  examples: [
    {
      wrong: {
        files: { 'trace.js': `${PROVIDER}provider.addSpanProcessor(new BatchSpanProcessor(exporter));\n` },
      },
      right: {
        files: { 'trace.js': `${PROVIDER}start({ spanProcessors: [new BatchSpanProcessor(exporter)] });\n` },
      },
    },
    {
      wrong: {
        files: { 'trace.js': `import { Resource } from '@opentelemetry/resources';\nnew Resource({});\n` },
      },
      right: { files: { 'trace.js': `import { Resource } from './resource.js';\nnew Resource({});\n` } },
    },
  ],
  *run({ texts }) {
    for (const program of programsIn(texts, 'javascript')) {
      const modules = importedModules(program).map(({ module }) => module);
      if (!modules.some((module) => module.startsWith('@opentelemetry/'))) continue;
      const { tokens, text } = program;
      for (const [at, token] of tokens.entries()) {
        if (!isMark(tokens[at + 1], '(')) continue;
        if (isWord(token, 'addSpanProcessor') && isMark(tokens[at - 1], '.')) {
          yield {
            place: text.placeOf(token),
            message: 'addSpanProcessor() is gone in version 2 of the SDK',
            fix: 'pass spanProcessors: [...] to the constructor of the provider',
          };
        } else if (
          isWord(token, 'Resource') &&
          isWord(tokens[at - 1], 'new') &&
          modules.includes('@opentelemetry/resources')
        ) {
          yield {
            place: text.placeOf(token),
            message: 'Resource is no class any more in version 2 of the SDK',
            fix: 'call resourceFromAttributes({...})',
          };
        }
      }
    }
  },
};
