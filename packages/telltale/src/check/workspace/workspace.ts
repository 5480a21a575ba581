import type { ResolvedDefinition } from '@telltale/definition';
import type { FormatIssue, ParsedPrometheusConfig, SourceNode, SourceText } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { MetricCatalogue } from '../catalogue/metric-catalogue.ts';
import type { TargetLabels } from '../catalogue/target-labels.ts';
import type { Inference } from '../expression/inference/create-inference.ts';
import type { FindingPlace } from '../finding.ts';
import type { CheckedQuery } from './checked-query.ts';
import type { CheckedDashboard } from './grafana-dashboard.ts';
import type { CheckedRule } from './checked-rule.ts';
import type { MetricDeclaration } from './metric-declaration.ts';
import type { MetricsPage } from './metrics-page.ts';
import type { TargetVersions } from './target-versions.ts';

/** A rule file or configuration that was read. */
export interface CheckedFile {
  readonly kind: 'rules' | 'prometheus-config';
  readonly source: SourceText;
  readonly issues: readonly FormatIssue[];
}

/** A definition and, where it can be read, the file it came from. */
export interface CheckedDefinition {
  readonly resolved: ResolvedDefinition;
  readonly source: SourceText;
}

/** What documents and texts have in common. */
export interface CheckedInput {
  /**
   * The file's path. Where a guide shows it, the path that the guide gives it in its first line, such as
   * `# docker-compose.yml`; the empty string where it gives none.
   */
  readonly path: string;
  /** Whether a guide shows it: then much that belongs to it may be left out. */
  readonly isExample: boolean;
}

/** What a configuration file is. */
export type DocumentKind =
  | 'prometheus-config'
  | 'alertmanager-config'
  | 'grafana-dashboard'
  | 'grafana-datasources'
  | 'grafana-providers'
  | 'compose'
  | 'kubernetes'
  | 'collector-config'
  | 'filebeat-config'
  | 'web-config'
  | 'monitoring-config';

/**
 * One YAML document or JSON file as a tree. A file of several documents (`---`) gives several; files
 * that could not be read give none, and an issue in `files`.
 */
export interface CheckedDocument extends CheckedInput {
  readonly kind: DocumentKind;
  readonly source: SourceText;
  readonly root: SourceNode;
  /** The place of a node, or of any range of the file. */
  readonly placeOf: (range: SourceRange, subject?: string) => FindingPlace;
}

/** What a text that is no YAML or JSON is written in. */
export type TextLanguage = 'javascript' | 'python' | 'logstash' | 'shell' | 'markdown' | 'env';

/** A program, pipeline or guide: read, never run. Blocks of a guide keep the guide's line numbers. */
export interface CheckedText extends CheckedInput {
  readonly language: TextLanguage;
  readonly source: SourceText;
  readonly placeOf: (range: SourceRange, subject?: string) => FindingPlace;
}

/** Everything the rules look at; nothing in it is read from disk any more. */
export interface Workspace {
  readonly queries: readonly CheckedQuery[];
  /** Rules of rule files and definitions; their queries stand in `queries` too. */
  readonly rules: readonly CheckedRule[];
  /** Dashboards of Grafana and of definitions; their queries stand in `queries` too. */
  readonly dashboards: readonly CheckedDashboard[];
  readonly files: readonly CheckedFile[];
  readonly documents: readonly CheckedDocument[];
  readonly texts: readonly CheckedText[];
  /** The metrics pages that were given or found. */
  readonly metricsPages: readonly MetricsPage[];
  /** Metrics as definitions, programs and guides declare them, with their places. */
  readonly declarations: readonly MetricDeclaration[];
  /** Every `prometheus.yml`, as far as it could be read. */
  readonly prometheusConfigs: readonly ParsedPrometheusConfig[];
  /**
   * Whether a file or folder exists, by its path relative to the working folder; `undefined` where that
   * is not known, because only single files were checked.
   */
  readonly hasFile: (path: string) => boolean | undefined;
  readonly definitions: readonly CheckedDefinition[];
  /** Metrics that programs declare under names that only running them would tell. */
  readonly computedNames: number;
  /** The versions that it is to run on; empty where nobody asked for any. */
  readonly targetVersions: TargetVersions;
  readonly catalogue: MetricCatalogue;
  readonly targetLabels: TargetLabels;
  /** What is known of every part of every query: labels, kind, unit and range of its values. */
  readonly inference: Inference;
}
