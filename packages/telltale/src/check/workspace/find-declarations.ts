import type { ResolvedDefinition, ResolvedMetric } from '@telltale/definition';
import type { FilePosition } from '@telltale/model';
import { readGuideDeclarations } from '../catalogue/guide/read-guide-declarations.ts';
import { readDeclarations } from '../catalogue/prom-client-source/read-declarations.ts';
import { readPythonDeclarations } from '../catalogue/python-source/read-python-declarations.ts';
import type { MetricDeclaration } from './metric-declaration.ts';
import type { CheckedText } from './workspace.ts';

/** Declarations in a program or guide. */
export function declarationsInText({ language, source, placeOf }: CheckedText): readonly MetricDeclaration[] {
  const origin = language === 'markdown' ? 'guide' : language === 'python' ? 'python' : 'javascript';
  const found =
    language === 'javascript'
      ? readDeclarations(source.text).found
      : language === 'python'
        ? readPythonDeclarations(source.text)
        : language === 'markdown'
          ? readGuideDeclarations(source.text)
          : [];
  return found.map(({ ranges, ...declaration }) => ({
    ...declaration,
    origin,
    unit: undefined,
    maxValues: new Map(),
    isForeign: false,
    placeOf: (part) => placeOf(ranges[part], `metric ${declaration.name}`),
  }));
}

/** The metrics of a definition. */
export function declarationsOfDefinition(definition: ResolvedDefinition): readonly MetricDeclaration[] {
  const start: FilePosition = { file: definition.file ?? 'telltale.config.ts', line: 1, column: 1 };
  return definition.metrics.map((metric) => declarationOf(metric, metric.position ?? start));
}

function declarationOf(metric: ResolvedMetric, position: FilePosition): MetricDeclaration {
  const { name, kind, help, labels, unit, buckets, exporter, kit } = metric;
  return {
    name,
    kind,
    help,
    labels: Object.keys(labels),
    buckets: buckets && buckets.length > 0 ? buckets : undefined,
    hasBuckets: buckets !== undefined,
    origin: 'definition',
    unit,
    maxValues: new Map(
      Object.entries(labels).flatMap(([label, values]): [string, number][] => {
        if (values.kind === 'values') return [[label, values.values.length]];
        return values.maxValues === undefined ? [] : [[label, values.maxValues]];
      }),
    ),
    isForeign: exporter !== undefined || kit !== undefined,
    placeOf: () => ({
      position,
      excerpt: { line: name, start: 0, end: name.length },
      subject: `metric ${name}`,
    }),
  };
}
