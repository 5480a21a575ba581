import type { Kit } from '../kits/kit.ts';
import type { MetricDeclaration } from '../metrics/declaration.ts';
import type { LabelSpec } from '../metrics/label-spec.ts';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedLabel, ResolvedMetric } from '../resolved.ts';
import { checkMetricOptions, checkSampleRatio, isWholeFrom1 } from './check-metric-options.ts';
import { FaultList } from '../faults/fault-list.ts';

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Labels that Prometheus or the kind of metric sets itself. */
const RESERVED_LABELS: ReadonlySet<string> = new Set(['job', 'instance', 'le', 'quantile']);

/** Name of the query builder that is not a metric. */
const RESERVED_METRICS: ReadonlySet<string> = new Set(['up']);

/** What exposes the metrics that are made of logs: the station. */
const LOG_METRICS = 'logs';

/** Names of the series that a metric is exposed as. */
function seriesNames(name: string, kind: MetricDeclaration['kind']): readonly string[] {
  if (kind === 'histogram') return [name, `${name}_bucket`, `${name}_sum`, `${name}_count`];
  return kind === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name];
}

/** The declared metrics, checked. */
export function resolveMetrics(
  definition: MonitoringDefinition,
  faults: FaultList,
): readonly ResolvedMetric[] {
  const takenBy = new Map<string, string>();
  const own = metricSources(definition).flatMap(({ metrics, kit, exporter, section }) =>
    Object.entries(metrics).map(([name, declaration]) => {
      const path = `${section}.${name}`;
      checkName(name, declaration, path, faults);
      for (const series of seriesNames(name, declaration.kind)) {
        const other = takenBy.get(series);
        if (other !== undefined)
          faults.add(path, `${series} is already exposed by ${other}`, declaration.position);
        takenBy.set(series, path);
      }
      const resolved = resolveMetric(name, declaration, path, faults);
      return { ...resolved, ...rolesOf(resolved, kit), ...(exporter !== undefined && { exporter }) };
    }),
  );
  return [...own, ...foreignMetrics(definition, takenBy)];
}

/** The metrics whose names the definition chooses, with the section that they stand in. */
function metricSources({ metricSources: registered, kits, logs }: MonitoringDefinition) {
  return [
    ...registered.map(({ metrics, kit }) => ({
      metrics,
      kit: kits.find((one) => one.kit === kit),
      exporter: undefined,
      section: kit === undefined ? 'metrics' : `kits.${kit}`,
    })),
    { metrics: logs?.metrics ?? {}, kit: undefined, exporter: LOG_METRICS, section: 'logs.metrics' },
  ];
}

/** The metrics of exporters, whose names and labels are as they are; one that the service has too is the service's. */
function foreignMetrics(
  { exporters }: MonitoringDefinition,
  takenBy: ReadonlyMap<string, string>,
): readonly ResolvedMetric[] {
  const seen = new Set<string>();
  return exporters.flatMap(({ metrics, pack }) =>
    Object.entries(metrics).flatMap(([name, declaration]) => {
      if (takenBy.has(name) || seen.has(name)) return [];
      seen.add(name);
      return [{ ...resolveMetric(name, declaration, '', new FaultList()), exporter: pack }];
    }),
  );
}

function checkName(
  name: string,
  { kind, position }: MetricDeclaration,
  path: string,
  faults: FaultList,
): void {
  if (!METRIC_NAME.test(name)) {
    faults.add(
      path,
      `'${name}' is not a metric name: use letters, digits and _, not starting with a digit`,
      position,
    );
  } else if (RESERVED_METRICS.has(name)) {
    faults.add(path, `'${name}' is set by the scraper; choose another name`, position);
  } else if (kind === 'counter' && !name.endsWith('_total')) {
    faults.add(path, `the name of a counter ends in _total: ${name}_total`, position);
  } else if (kind !== 'counter' && name.endsWith('_total')) {
    faults.add(path, `only the name of a counter ends in _total; this is a ${kind}`, position);
  } else if (kind === 'info' && !name.endsWith('_info')) {
    faults.add(path, `the name of an info ends in _info: ${name}_info`, position);
  }
}

function resolveMetric(
  name: string,
  declaration: MetricDeclaration,
  path: string,
  faults: FaultList,
): ResolvedMetric {
  const { kind, help, unit, position } = declaration;
  checkMetricOptions(declaration, path, faults);
  return {
    name,
    kind,
    help,
    unit,
    labels: resolveLabels(name, declaration, path, faults),
    ...(kind === 'histogram' && { buckets: declaration.buckets, isNative: declaration.native !== undefined }),
    ...((kind === 'histogram' || kind === 'summary') &&
      declaration.sampling && { sampling: declaration.sampling }),
    ...(kind === 'summary' && { quantiles: declaration.quantiles }),
    ...(kind === 'stateset' && { states: declaration.states }),
    ...(position && { position }),
  };
}

/** What a metric of a kit and its labels are there for: their names are chosen. */
function rolesOf(
  { name, labels: own }: ResolvedMetric,
  kit: Kit | undefined,
): Pick<ResolvedMetric, 'kit' | 'role' | 'labelRoles'> {
  if (kit === undefined) return {};
  const role = Object.keys(kit.roles).find((one) => kit.roles[one] === name);
  const labelRoles = Object.entries(kit.labels ?? {}).filter(([, label]) => Object.hasOwn(own, label));
  return {
    kit: kit.kit,
    ...(role !== undefined && { role }),
    ...(labelRoles.length > 0 && { labelRoles: Object.fromEntries(labelRoles) }),
  };
}

function resolveLabels(
  metric: string,
  declaration: MetricDeclaration,
  path: string,
  faults: FaultList,
): ResolvedMetric['labels'] {
  const labels: Record<string, ResolvedLabel> = Object.create(null);
  for (const [name, spec] of Object.entries(declaration.labels)) {
    const labelPath = `${path}.labels.${name}`;
    if (!LABEL_NAME.test(name) || name.startsWith('__')) {
      faults.add(
        labelPath,
        `'${name}' is not a label name: use letters, digits and _, not starting with a digit or __`,
        declaration.position,
      );
    } else if (RESERVED_LABELS.has(name) || (declaration.kind === 'stateset' && name === metric)) {
      faults.add(
        labelPath,
        `'${name}' is set by Prometheus or the kind of metric; choose another name`,
        declaration.position,
      );
    }
    labels[name] = resolveLabel(spec, labelPath, declaration, faults);
  }
  return labels;
}

function resolveLabel(
  spec: LabelSpec,
  path: string,
  { position }: MetricDeclaration,
  faults: FaultList,
): ResolvedLabel {
  if (spec === 'any') return { kind: 'any' };
  if ('maxValues' in spec && !isWholeFrom1(spec.maxValues))
    faults.add(`${path}.maxValues`, 'write a whole number from 1 on', position);
  if ('sampling' in spec && spec.sampling !== undefined)
    checkSampleRatio(spec.sampling, `${path}.sampling`, faults, position);
  if ('pattern' in spec) return { kind: 'pattern', ...spec };
  if ('maxValues' in spec || 'sampling' in spec) return { kind: 'any', ...spec };
  if (spec.length === 0)
    faults.add(path, "an empty list allows no value; list the values or write 'any'", position);
  if (new Set(spec).size !== spec.length) faults.add(path, 'a value is listed twice', position);
  return { kind: 'values', values: spec };
}
