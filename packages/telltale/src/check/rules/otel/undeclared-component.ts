import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedDocument } from '../../workspace/workspace.ts';

function collector(exporters: string): string {
  return `receivers:
  otlp:
    protocols:
      http:
exporters:
  otlp_http:
    endpoint: http://jaeger:4318
service:
  pipelines:
    traces:
      receivers: [otlp]
      exporters: [${exporters}]
`;
}

/** Pipelines of a collector with parts that nothing declares. */
export const otelUndeclaredComponent: CheckRule = {
  id: 'otel/undeclared-component',
  severity: 'error',
  why: 'The collector does not start: its pipeline names a part that it cannot make.',
  doc: `Reported for receivers, processors, exporters and extensions that the section service of a collector's
configuration names and no section declares; connectors count as both ends. Never reported: files
without receivers, exporters and a service of their own, and such as stand in a folder with another
configuration, because the collector puts several files together.`,
  examples: [
    {
      wrong: { files: { 'collector.yaml': collector('otlp_http, debug') } },
      right: { files: { 'collector.yaml': collector('otlp_http') } },
    },
    {
      wrong: { files: { 'collector.yaml': `${collector('otlp_http')}  extensions: [health_check]\n` } },
      right: {
        files: {
          'collector.yaml': `${collector('otlp_http')}  extensions: [health_check]\nextensions:\n  health_check:\n`,
        },
      },
    },
  ],
  *run({ documents }) {
    const configs = documents.filter(({ kind }) => kind === 'collector-config');
    for (const document of configs) {
      const others = configs.filter((other) => other !== document && folderOf(other) === folderOf(document));
      const isWhole = ['receivers', 'exporters', 'service'].every(
        (key) => document.root.get(key)?.kind === 'mapping',
      );
      if (isWhole && others.length === 0) yield* undeclared(document);
    }
  },
};

const PARTS = ['receivers', 'processors', 'exporters'] as const;

function* undeclared({ root, placeOf }: CheckedDocument): Iterable<RuleFinding> {
  const connectors = namesIn(root.get('connectors'));
  const service = root.get('service');
  const used = (service?.get('pipelines')?.entries() ?? []).flatMap(({ value }) =>
    PARTS.map((part) => ({ part, list: value.get(part) })),
  );
  for (const { part, list } of [...used, { part: 'extensions', list: service?.get('extensions') }]) {
    const declared = namesIn(root.get(part));
    for (const item of list?.items() ?? []) {
      const name = item.text();
      const isConnector = part !== 'processors' && name !== undefined && connectors.has(name);
      if (name === undefined || name.includes('${') || declared.has(name) || isConnector) continue;
      yield {
        place: placeOf(item),
        message: `no section ${part} declares ${name}`,
        fix: `declare it: ${part}: { ${name}: … }, or take it out`,
      };
    }
  }
}

function namesIn(section: SourceNode | undefined): ReadonlySet<string> {
  return new Set((section?.entries() ?? []).map(({ key }) => key));
}

function folderOf({ source: { file } }: CheckedDocument): string {
  return file.replace(/[^/]*$/, '');
}
