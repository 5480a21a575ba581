import type { ResolvedDefinition } from '@telltale/definition';
import type { FormatIssue, ParsedPrometheusConfig, ParsedRuleFile } from '@telltale/formats';
import { SourceText, parsePrometheusConfig, parseRuleFile } from '@telltale/formats';
import { metricsOfDefinition } from '../catalogue/from-definition.ts';
import { metricsOfPage } from '../catalogue/from-metrics-page.ts';
import { metricsOfRecordingRules } from '../catalogue/from-recording-rules.ts';
import type { DeclaredMetric } from '../catalogue/known-series.ts';
import { MetricCatalogue } from '../catalogue/metric-catalogue.ts';
import { createMentionSearch } from '../catalogue/other-languages.ts';
import type { SourceDeclarations } from '../catalogue/prom-client-source/read-declarations.ts';
import { readDeclarations } from '../catalogue/prom-client-source/read-declarations.ts';
import { createTargetLabels } from '../catalogue/target-labels.ts';
import { queriesOfDefinition } from './definition-queries.ts';
import { rulesOfDefinition } from './definition-rules.ts';
import { rulesOfRuleFile } from './rule-file-rules.ts';
import { createCheckedDocuments, createCheckedText } from './checked-document.ts';
import type {
  CheckedDefinition,
  CheckedDocument,
  CheckedFile,
  CheckedText,
  DocumentKind,
  TextLanguage,
  Workspace,
} from './workspace.ts';

/** Takes texts of every kind and makes the workspace of them; reads nothing itself. */
export interface InputCollector {
  /** `malformedAt`: offset in the text of the first byte that was not UTF-8, if there was one. */
  readonly addRuleFile: (file: string, text: string, malformedAt?: number) => void;
  readonly addPrometheusConfig: (file: string, text: string, malformedAt?: number) => void;
  readonly addDocument: (kind: DocumentKind, file: string, text: string) => void;
  readonly addText: (language: TextLanguage, file: string, text: string) => void;
  /** Tells which files and folders exist, relative to the working folder. */
  readonly setFiles: (paths: ReadonlySet<string>) => void;
  readonly addProgram: (text: string) => void;
  /** A program whose declarations cannot be read: names in it are no evidence. */
  readonly addOtherLanguage: (text: string) => void;
  /** @throws TelltaleError TT_EXPOSITION for a page that cannot be read; the message starts with `place`. */
  readonly addMetricsPage: (place: string, body: Uint8Array, contentType: string) => void;
  readonly addDefinition: (resolved: ResolvedDefinition, text: string) => void;
  readonly workspace: () => Workspace;
}

export function createInputCollector(): InputCollector {
  const ruleFiles: { readonly parsed: ParsedRuleFile; readonly source: SourceText }[] = [];
  const configs: ParsedPrometheusConfig[] = [];
  const files: CheckedFile[] = [];
  const definitions: CheckedDefinition[] = [];
  const declarations: SourceDeclarations[] = [];
  const pageMetrics: DeclaredMetric[] = [];
  const otherPrograms: string[] = [];
  const documents: CheckedDocument[] = [];
  const texts: CheckedText[] = [];
  let knownFiles: ReadonlySet<string> | undefined;
  return {
    addRuleFile(file, text, malformedAt) {
      const source = new SourceText(file, text);
      const parsed = parseRuleFile(text, file);
      ruleFiles.push({ parsed, source });
      files.push({ kind: 'rules', source, issues: withEncoding(parsed.issues, source, malformedAt) });
    },
    addPrometheusConfig(file, text, malformedAt) {
      const source = new SourceText(file, text);
      const config = parsePrometheusConfig(text, file);
      configs.push(config);
      const issues = withEncoding(config.issues, source, malformedAt);
      files.push({ kind: 'prometheus-config', source, issues });
      documents.push(...createCheckedDocuments('prometheus-config', file, text));
    },
    addDocument(kind, file, text) {
      documents.push(...createCheckedDocuments(kind, file, text));
    },
    addText(language, file, text) {
      texts.push(createCheckedText(language, new SourceText(file, text)));
    },
    setFiles: (paths) => void (knownFiles = paths),
    addProgram: (text) => void declarations.push(readDeclarations(text)),
    addOtherLanguage: (text) => void otherPrograms.push(text),
    addMetricsPage(place, body, contentType) {
      for (const metric of metricsOfPage(place, body, contentType)) pageMetrics.push(metric);
    },
    addDefinition(resolved, text) {
      definitions.push({ resolved, source: new SourceText(resolved.file ?? 'telltale.config.ts', text) });
    },
    workspace() {
      const resolved = definitions.map((definition) => definition.resolved);
      const rules = [
        ...resolved.flatMap(rulesOfDefinition),
        ...ruleFiles.flatMap(({ parsed, source }) => rulesOfRuleFile(parsed, source)),
      ];
      const declared = declarations.flatMap(({ metrics }) => metrics);
      const computedNames = declarations.reduce((sum, { computedNames: count }) => sum + count, 0);
      return {
        queries: [...rules.map(({ query }) => query), ...resolved.flatMap(queriesOfDefinition)],
        rules,
        files,
        documents,
        texts,
        hasFile: (path) => knownFiles?.has(path),
        definitions,
        computedNames,
        // The definition comes first: where two sources know a metric, it knows the values.
        catalogue: new MetricCatalogue(
          [
            ...resolved.flatMap(metricsOfDefinition),
            ...declared,
            ...pageMetrics,
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
            isMentionedElsewhere: createMentionSearch(otherPrograms),
          },
        ),
        targetLabels: createTargetLabels(configs, resolved, defaultLabelsOf(declarations)),
      };
    },
  };
}

/** Prometheus' loader refuses a file that is not UTF-8, wherever in it the byte stands. */
function withEncoding(
  issues: readonly FormatIssue[],
  source: SourceText,
  malformedAt: number | undefined,
): readonly FormatIssue[] {
  if (malformedAt === undefined) return issues;
  const message = 'the file is not UTF-8: this byte is malformed';
  const position = source.positionAt(malformedAt);
  const fix = 'save the file as UTF-8';
  return [{ code: 'yaml-syntax', severity: 'error', message, position, fix }, ...issues];
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
