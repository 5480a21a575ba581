import type { ResolvedDefinition } from '@telltale/definition';
import type { FormatIssue } from '@telltale/formats';
import { SourceText, parsePrometheusConfig, parseRuleFile } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import { metricsOfCatalogFile } from '../catalogue/from-catalog-file.ts';
import { familiesOfPage, metricsOfPage } from '../catalogue/from-metrics-page.ts';
import { readDeclarations } from '../catalogue/prom-client-source/read-declarations.ts';
import type { CollectedInputs } from './build-workspace.ts';
import { buildWorkspace } from './build-workspace.ts';
import { createCheckedDocuments, createCheckedText } from './checked-document.ts';
import { createMetricsPage } from './metrics-page.ts';
import { standaloneQuery } from './standalone-query.ts';
import type { CheckedInput, DocumentKind, TextLanguage, Workspace } from './workspace.ts';

/** Takes texts of every kind and makes the workspace of them; reads nothing itself. */
export interface InputCollector {
  /** `malformedAt`: offset in the text of the first byte that was not UTF-8, if there was one. */
  readonly addRuleFile: (file: string, text: string, malformedAt?: number) => void;
  readonly addPrometheusConfig: (
    file: string,
    text: string,
    malformedAt?: number,
    input?: CheckedInput,
  ) => void;
  readonly addDocument: (kind: DocumentKind, file: string, text: string, input: CheckedInput) => void;
  readonly addText: (language: TextLanguage, file: string, text: string, input?: CheckedInput) => void;
  /** A query that stands alone in a text. */
  readonly addQuery: (file: string, text: string, range: SourceRange) => void;
  /** Tells which files and folders exist, relative to the working folder. */
  readonly setFiles: (paths: ReadonlySet<string>) => void;
  readonly addProgram: (text: string) => void;
  /** A program whose declarations cannot be read: names in it are no evidence. */
  readonly addOtherLanguage: (text: string) => void;
  /** @throws TelltaleError TT_EXPOSITION for a page that cannot be read; the message starts with `place`. */
  readonly addMetricsPage: (place: string, body: Uint8Array, contentType: string) => void;
  /** A `catalog.json`. @throws TelltaleError TT_FILE_READ for JSON that is none. */
  readonly addCatalog: (place: string, body: Uint8Array) => void;
  readonly addDefinition: (resolved: ResolvedDefinition, text: string) => void;
  readonly workspace: () => Workspace;
}

export function createInputCollector(): InputCollector {
  const inputs: CollectedInputs = {
    ruleFiles: [],
    configs: [],
    files: [],
    definitions: [],
    declarations: [],
    pageMetrics: [],
    metricsPages: [],
    otherPrograms: [],
    documents: [],
    texts: [],
    queries: [],
  };
  let knownFiles: ReadonlySet<string> | undefined;
  return {
    addRuleFile(file, text, malformedAt) {
      const source = new SourceText(file, text);
      const parsed = parseRuleFile(text, file);
      inputs.ruleFiles.push({ parsed, source });
      inputs.files.push({ kind: 'rules', source, issues: withEncoding(parsed.issues, source, malformedAt) });
    },
    addPrometheusConfig(file, text, malformedAt, input) {
      const source = new SourceText(file, text);
      const config = parsePrometheusConfig(text, file);
      inputs.configs.push(config);
      const issues = withEncoding(config.issues, source, malformedAt);
      inputs.files.push({ kind: 'prometheus-config', source, issues });
      inputs.documents.push(...createCheckedDocuments('prometheus-config', file, text, input));
    },
    addDocument(kind, file, text, input) {
      inputs.documents.push(...createCheckedDocuments(kind, file, text, input));
    },
    addText(language, file, text, input) {
      inputs.texts.push(createCheckedText(language, new SourceText(file, text), input));
    },
    addQuery(file, text, range) {
      inputs.queries.push(standaloneQuery(new SourceText(file, text), range));
    },
    setFiles: (paths) => void (knownFiles = paths),
    addProgram: (text) => void inputs.declarations.push(readDeclarations(text)),
    addOtherLanguage: (text) => void inputs.otherPrograms.push(text),
    addMetricsPage(place, body, contentType) {
      const families = familiesOfPage(place, body, contentType);
      for (const metric of metricsOfPage(families)) inputs.pageMetrics.push(metric);
      inputs.metricsPages.push(createMetricsPage(place, body, families));
    },
    addCatalog(place, body) {
      for (const metric of metricsOfCatalogFile(place, body)) inputs.pageMetrics.push(metric);
    },
    addDefinition(resolved, text) {
      inputs.definitions.push({
        resolved,
        source: new SourceText(resolved.file ?? 'telltale.config.ts', text),
      });
    },
    workspace: () => buildWorkspace(inputs, knownFiles),
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
