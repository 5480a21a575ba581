import type { ResolvedDefinition } from '@telltale/definition';
import type { ParsedPrometheusConfig, ParsedRuleFile, SourceText } from '@telltale/formats';
import { metricsOfGuide } from '../catalogue/from-guide.ts';
import { metricsOfDefinition } from '../catalogue/from-definition.ts';
import { metricsOfRecordingRules } from '../catalogue/from-recording-rules.ts';
import type { DeclaredMetric } from '../catalogue/known-series.ts';
import { MetricCatalogue } from '../catalogue/metric-catalogue.ts';
import { createMentionSearch } from '../catalogue/other-languages.ts';
import type { SourceDeclarations } from '../catalogue/prom-client-source/read-declarations.ts';
import { createTargetLabels } from '../catalogue/target-labels.ts';
import type { Recording } from '../expression/inference/create-inference.ts';
import { createInference } from '../expression/inference/create-inference.ts';
import {
  declaredInPython,
  isReadInFull,
  readPythonDeclarations,
} from '../catalogue/python-source/read-python-declarations.ts';
import type { CheckedQuery } from './checked-query.ts';
import type { CheckedRule } from './checked-rule.ts';
import { dashboardsOfDefinition } from './definition-dashboards.ts';
import { savedQueriesOf } from './definition-queries.ts';
import { rulesOfDefinition } from './definition-rules.ts';
import type { CheckedDashboard } from './grafana-dashboard.ts';
import { dashboardsInFiles } from './grafana-dashboards-in-files.ts';
import { declarationsInText, declarationsOfDefinition } from './find-declarations.ts';
import type { MetricsPage } from './metrics-page.ts';
import { rulesOfRuleFile } from './rule-file-rules.ts';
import { rulesOfSettings } from './settings-rules.ts';
import type { CheckedDefinition, CheckedDocument, CheckedFile, CheckedText, Workspace } from './workspace.ts';

/** Everything that was read so far, in the order in which it was read. */
export interface CollectedInputs {
  readonly ruleFiles: { readonly parsed: ParsedRuleFile; readonly source: SourceText }[];
  readonly configs: ParsedPrometheusConfig[];
  readonly files: CheckedFile[];
  readonly definitions: CheckedDefinition[];
  readonly declarations: SourceDeclarations[];
  readonly pageMetrics: DeclaredMetric[];
  readonly metricsPages: MetricsPage[];
  /** Programs whose declarations cannot be read. */
  readonly otherPrograms: string[];
  readonly documents: CheckedDocument[];
  readonly texts: CheckedText[];
  /** Queries that belong to no rule, panel or definition. */
  readonly queries: CheckedQuery[];
}

/** Makes the workspace of what was read; `knownFiles` are the files and folders that exist. */
export function buildWorkspace(
  inputs: CollectedInputs,
  knownFiles: ReadonlySet<string> | undefined,
): Workspace {
  const { ruleFiles, configs, files, definitions, declarations, pageMetrics } = inputs;
  const { otherPrograms, documents, texts, queries } = inputs;
  const resolved = definitions.map((definition) => definition.resolved);
  const rules = [
    ...resolved.flatMap(rulesOfDefinition),
    ...ruleFiles.flatMap(({ parsed, source }) => rulesOfRuleFile(parsed, source)),
    ...documents.flatMap(rulesOfSettings),
  ];
  const dashboards = [...resolved.flatMap(dashboardsOfDefinition), ...dashboardsInFiles(documents)];
  const inPython = texts.filter(({ language }) => language === 'python');
  const declared = [
    ...declarations.flatMap(({ metrics }) => metrics),
    ...inPython.flatMap(({ source }) => readPythonDeclarations(source.text).map(declaredInPython)),
  ];
  const computedNames = declarations.reduce((sum, { computedNames: count }) => sum + count, 0);
  // The definition comes first: where two sources know a metric, it knows the values.
  const catalogue = new MetricCatalogue(
    [
      ...resolved.flatMap(metricsOfDefinition),
      ...declared,
      ...pageMetrics,
      ...texts.flatMap(metricsOfText),
      ...metricsOfRecordingRules(
        recordedNames(
          ruleFiles.map(({ parsed }) => parsed),
          resolved,
        ),
      ),
    ],
    {
      prefixed: declarations.flatMap(({ prefixed }) => prefixed),
      hasUnreadNames: computedNames > 0 || declarations.some(({ hasOtherWays }) => hasOtherWays),
      isMentionedElsewhere: createMentionSearch(otherPrograms.filter((text) => !isReadInFull(text))),
    },
  );
  const targetLabels = createTargetLabels(configs, resolved, defaultLabelsOf(declarations));
  return {
    queries: [
      ...rules.map(({ query }) => query),
      ...dashboards.flatMap(queriesOfPanels),
      ...resolved.flatMap(savedQueriesOf),
      ...queries,
    ],
    rules,
    dashboards,
    files,
    documents,
    texts,
    metricsPages: inputs.metricsPages,
    prometheusConfigs: configs,
    declarations: [...resolved.flatMap(declarationsOfDefinition), ...texts.flatMap(declarationsInText)],
    hasFile: (path) => knownFiles?.has(path),
    definitions,
    computedNames,
    targetVersions: new Map(),
    catalogue,
    targetLabels,
    inference: createInference({ catalogue, targetLabels }, recordingsOf(rules)),
  };
}

function metricsOfText({ language, source }: CheckedText): readonly DeclaredMetric[] {
  return language === 'markdown' ? metricsOfGuide(source.text) : [];
}

function recordingsOf(rules: readonly CheckedRule[]): ReadonlyMap<string, readonly Recording[]> {
  const byName = Map.groupBy(
    rules.filter(({ kind }) => kind === 'recording'),
    ({ name }) => name,
  );
  return new Map(
    [...byName].map(([name, recordings]) => [
      name,
      recordings.map(({ query, labels }) => ({
        expr: query.expr,
        labels: labels.map((label) => label.name),
      })),
    ]),
  );
}

/** Faulty queries of Grafana's panels are left to the rules of dashboards: no rule of Prometheus is lost by them. */
function queriesOfPanels({ panels, origin }: CheckedDashboard): readonly CheckedQuery[] {
  const queries = panels.flatMap(({ targets }) => targets.flatMap(({ query }) => query ?? []));
  return origin === 'grafana' ? queries.filter(({ fault }) => !fault) : queries;
}

function recordedNames(
  ruleFiles: readonly ParsedRuleFile[],
  definitions: readonly ResolvedDefinition[],
): readonly string[] {
  const rules = [
    ...ruleFiles.flatMap(({ groups }) => groups.flatMap((group) => group.rules)),
    ...definitions.flatMap((definition) => definition.rules),
  ];
  return rules.filter(({ kind }) => kind === 'recording').map(({ name }) => name);
}

function defaultLabelsOf(declarations: readonly SourceDeclarations[]): readonly string[] | undefined {
  const labels: string[] = [];
  for (const { defaultLabels } of declarations) {
    if (!defaultLabels) return undefined;
    labels.push(...defaultLabels);
  }
  return labels;
}
