import type { ResolvedDefinition } from '@telltale/definition';
import type { FormatIssue, SourceText } from '@telltale/formats';
import type { MetricCatalogue } from '../catalogue/metric-catalogue.ts';
import type { TargetLabels } from '../catalogue/target-labels.ts';
import type { CheckedQuery } from './checked-query.ts';

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

/** Everything the rules look at; nothing in it is read from disk any more. */
export interface Workspace {
  readonly queries: readonly CheckedQuery[];
  readonly files: readonly CheckedFile[];
  readonly definitions: readonly CheckedDefinition[];
  /** Metrics that programs declare under names that only running them would tell. */
  readonly computedNames: number;
  readonly catalogue: MetricCatalogue;
  readonly targetLabels: TargetLabels;
}
