import type { CheckRule } from '../../check-rule.ts';
import { importedModules } from '../../programs/imported-modules.ts';
import { programsIn } from '../../programs/program.ts';

/** Packages of OpenTelemetry that go on under another name. */
export const otelPackageRenamed: CheckRule = {
  id: 'otel/package-renamed',
  severity: 'error',
  why: 'The old package stopped years ago: no fixes, and it does not work with current packages of OpenTelemetry.',
  doc: `Reported where a program loads a package of OpenTelemetry that was renamed: node, web, tracing, metrics,
sdk-metrics-base, exporter-collector and the plugins that became instrumentations.`,
  examples: [
    {
      wrong: { files: { 'trace.js': `const { NodeTracerProvider } = require('@opentelemetry/node');\n` } },
      right: {
        files: {
          'trace.js': `const { NodeTracerProvider } = require('@opentelemetry/sdk-trace-node');\nconst old = '@opentelemetry/node';\n`,
        },
      },
    },
    {
      wrong: { files: { 'trace.ts': `import { HttpPlugin } from '@opentelemetry/plugin-http';\n` } },
      right: {
        files: { 'trace.ts': `import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';\n` },
      },
    },
  ],
  *run({ texts }) {
    for (const program of programsIn(texts, 'javascript')) {
      for (const { module, range } of importedModules(program)) {
        const instead = presentName(module);
        if (instead === undefined) continue;
        yield {
          place: program.text.placeOf(range),
          message: `${module} was renamed`,
          fix: `use ${instead}`,
        };
      }
    }
  },
};

const RENAMED: ReadonlyMap<string, string> = new Map([
  ['@opentelemetry/node', '@opentelemetry/sdk-trace-node'],
  ['@opentelemetry/web', '@opentelemetry/sdk-trace-web'],
  ['@opentelemetry/tracing', '@opentelemetry/sdk-trace-base'],
  ['@opentelemetry/metrics', '@opentelemetry/sdk-metrics'],
  ['@opentelemetry/sdk-metrics-base', '@opentelemetry/sdk-metrics'],
  ['@opentelemetry/exporter-collector', '@opentelemetry/exporter-trace-otlp-http'],
  ['@opentelemetry/exporter-collector-grpc', '@opentelemetry/exporter-trace-otlp-grpc'],
  ['@opentelemetry/exporter-collector-proto', '@opentelemetry/exporter-trace-otlp-proto'],
]);

/** The plugins that became instrumentations; some packages are still called plugins. */
const PLUGIN =
  /^@opentelemetry\/plugin-(http|grpc|express|koa|pg|pg-pool|mysql|mongodb|redis|ioredis|graphql|dns|hapi|xml-http-request|fetch|document-load|user-interaction)$/;

function presentName(module: string): string | undefined {
  if (module === '@opentelemetry/plugin-https') return '@opentelemetry/instrumentation-http';
  const plugin = PLUGIN.exec(module)?.[1].replace('pg-pool', 'pg');
  return plugin === undefined ? RENAMED.get(module) : `@opentelemetry/instrumentation-${plugin}`;
}
