import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import { importedModules } from '../../programs/imported-modules.ts';
import type { Program } from '../../programs/program.ts';
import { isMark, programsIn } from '../../programs/program.ts';
import { propertiesIn, textOf } from '../../programs/properties.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { composeVariables, containerVariables } from '../../stack/environment-variable.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';

const PIPELINES = `receivers:
  otlp:
    protocols:
      http:
service:
  pipelines:
    traces:
      receivers: [otlp]
`;

const APP = `services:
  shop:
    image: shop:1.4.2
    restart: unless-stopped
    environment:
      OTEL_TRACES_EXPORTER: VALUE
`;

/** Exporters that do not exist any more. */
export const otelExporterRemoved: CheckRule = {
  id: 'otel/exporter-removed',
  severity: 'error',
  why: 'What is sent by them arrives nowhere: Jaeger takes OTLP, and current SDKs and collectors have nothing else for it.',
  doc: `Reported: the collector's exporters jaeger and jaeger_thrift (removed in 0.85) and logging (removed in
0.111), each where the configuration declares it; the packages @opentelemetry/exporter-jaeger and
opentelemetry.exporter.jaeger, which are deprecated; OTEL_TRACES_EXPORTER=jaeger; tracing configured with
exporter: jaeger or a Jaeger agent's host. Never reported: receivers, which still take Jaeger's formats.`,
  examples: [
    {
      wrong: {
        files: {
          'collector.yaml': `${PIPELINES}      exporters: [jaeger]\nexporters:\n  jaeger:\n    endpoint: jaeger:14250\n`,
        },
      },
      right: {
        files: {
          'collector.yaml': `${PIPELINES}      exporters: [otlp]\nexporters:\n  otlp:\n    endpoint: jaeger:4317\n`,
        },
      },
    },
    {
      wrong: {
        files: { 'trace.js': `const { JaegerExporter } = require('@opentelemetry/exporter-jaeger');\n` },
      },
      right: {
        files: {
          'trace.js': `// not require('@opentelemetry/exporter-jaeger')\nrequire('@opentelemetry/exporter-trace-otlp-http');\n`,
        },
      },
    },
    {
      wrong: { files: { 'config.py': `CONFIG = {'tracing': {'enabled': True, 'exporter': 'jaeger'}}\n` } },
      right: { files: { 'config.py': `CONFIG = {'tracing': {'enabled': True, 'exporter': 'otlp'}}\n` } },
    },
    {
      wrong: { files: { 'compose.yaml': APP.replace('VALUE', 'jaeger') } },
      right: { files: { 'compose.yaml': APP.replace('VALUE', 'otlp') } },
    },
  ],
  *run(workspace) {
    const { documents, texts } = workspace;
    for (const document of documents.filter(({ kind }) => kind === 'collector-config'))
      yield* inCollector(document);
    for (const program of programsIn(texts, 'javascript', 'python')) {
      yield* inImports(program);
      yield* inOptions(program);
    }
    yield* inVariables(workspace);
  },
};

const COLLECTOR: ReadonlyMap<string, { readonly until: string; readonly instead: string }> = new Map([
  ['jaeger', { until: '0.85', instead: 'use otlp_grpc (otlp before 0.144) with the endpoint jaeger:4317' }],
  [
    'jaeger_thrift',
    { until: '0.85', instead: 'use otlp_http (otlphttp before 0.144) with the endpoint http://jaeger:4318' },
  ],
  ['logging', { until: '0.111', instead: 'use debug' }],
]);
const PACKAGES = /^(?:@opentelemetry\/exporter-jaeger|opentelemetry\.exporter\.jaeger(?:\.\w+)*)$/;
const OTLP = 'send OTLP to port 4318 (HTTP) or 4317 (gRPC) of Jaeger or a collector';

function* inCollector({ root, placeOf }: CheckedDocument): Iterable<RuleFinding> {
  for (const { key, keyStart, keyEnd } of root.get('exporters')?.entries() ?? []) {
    const removed = COLLECTOR.get(key.split('/')[0]);
    if (!removed) continue;
    yield {
      place: placeOf({ start: keyStart, end: keyEnd }),
      message: `the collector has no exporter ${key.split('/')[0]} since ${removed.until}`,
      fix: removed.instead,
    };
  }
}

/** `OTEL_TRACES_EXPORTER=jaeger`: SDKs that know no such exporter do not start. */
function* inVariables(workspace: Workspace): Iterable<RuleFinding> {
  const variables = [
    ...composeServices(workspace).map(({ node, placeOf }) => ({ placeOf, all: composeVariables(node) })),
    ...containersOf(workspace).map(({ node, placeOf }) => ({ placeOf, all: containerVariables(node) })),
  ];
  for (const { all, placeOf } of variables) {
    for (const { name, value, range } of all) {
      if (name !== 'OTEL_TRACES_EXPORTER' || value !== 'jaeger') continue;
      yield {
        place: placeOf(range),
        message: 'SDKs have no exporter jaeger any more',
        fix: `write otlp; ${OTLP}`,
      };
    }
  }
}

function* inImports(program: Program): Iterable<RuleFinding> {
  for (const { module, range } of importedModules(program)) {
    if (!PACKAGES.test(module)) continue;
    yield {
      place: program.text.placeOf(range),
      message: `${module} is deprecated: the exporter left the specification of OpenTelemetry`,
      fix:
        program.text.language === 'python'
          ? OTLP
          : 'use @opentelemetry/exporter-trace-otlp-http, to port 4318 of Jaeger',
      // Jaeger 1 still takes its format.
      severity: 'warning',
    };
  }
}

function* inOptions(program: Program): Iterable<RuleFinding> {
  const { tokens, text } = program;
  for (let at = 2; at < tokens.length; at++) {
    const isTracing = isMark(tokens[at], '{') && tokens[at - 2].text === 'tracing';
    const isTracer = isMark(tokens[at], '(') && /^\w*Jaeger\w*$/.test(tokens[at - 1].text);
    if (!isTracing && !isTracer) continue;
    const { byName } = propertiesIn(program, at);
    const option = isTracing
      ? byName.get('exporter')
      : (byName.get('agent_host') ?? byName.get('agent_host_name'));
    const value = textOf(option);
    if (!option || value === undefined || (isTracing && value !== 'jaeger')) continue;
    yield {
      place: text.placeOf(option.value[0]),
      message: isTracing
        ? 'the exporter jaeger is deprecated: it left the specification of OpenTelemetry'
        : 'there is no agent to send to: the agent of Jaeger ended with version 1',
      fix: OTLP,
      // A framework of one's own may translate the name.
      severity: 'warning',
    };
  }
}
