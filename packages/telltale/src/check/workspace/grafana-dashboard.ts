import type { DashboardFile, DashboardFilePanel } from '@telltale/formats';
import type { FindingPlace } from '../finding.ts';
import type { SourceRange } from '@telltale/model';
import type { CheckedQuery } from './checked-query.ts';

/** A dashboard of Grafana, of a definition, or of another tool's configuration. */
export interface CheckedDashboard {
  /** `settings` is a configuration that lists titles and types of panels. */
  readonly origin: 'grafana' | 'definition' | 'settings';
  readonly title: string | undefined;
  readonly uid: string | undefined;
  /** The file it stands in. */
  readonly file: string;
  /** How often it asks again; absent where it does not by itself, or the file does not say. */
  readonly refreshMs: number | undefined;
  readonly panels: readonly CheckedPanel[];
  /** The file's own parts; only where Grafana has the dashboard. */
  readonly parsed: DashboardFile | undefined;
  /** Whether it is data of a Kubernetes object, which is there to be provisioned. */
  readonly isInKubernetes: boolean;
  /** Whether a guide shows it. */
  readonly isExample: boolean;
  readonly placeOf: (part: 'title' | 'uid' | 'refresh') => FindingPlace;
  /** The place of a range of `parsed`. */
  readonly placeIn: (range: SourceRange, subject?: string) => FindingPlace;
}

/** A panel and what it asks. */
export interface CheckedPanel {
  readonly title: string;
  readonly type: string;
  /** Unit as it is written: Grafana's identifier, or the definition's word. */
  readonly unit: string;
  readonly description: string;
  /** Upper end of the value axis, where it is set. */
  readonly max: number | undefined;
  /** What the panel asks; `mixed` where it depends on the target. */
  readonly datasource: DatasourceKind;
  readonly targets: readonly CheckedTarget[];
  /** The file's own parts; only where Grafana has the dashboard. */
  readonly parsed: DashboardFilePanel | undefined;
  /** The panel's first place where it has no such part. */
  readonly placeOf: (part: 'title' | 'type' | 'unit' | 'targets' | 'id' | 'grid') => FindingPlace;
}

/** A query of a panel. */
export interface CheckedTarget {
  /** As it is written; the empty string where there is none. */
  readonly text: string;
  /** Absent where it is not PromQL, or where a variable stands for a metric or an expression. */
  readonly query: CheckedQuery | undefined;
  readonly legend: string;
  readonly isHidden: boolean;
  readonly datasource: DatasourceKind;
  /** The target's first place where it has no such part. */
  readonly placeOf: (part: 'expr' | 'legend' | 'refId', range?: SourceRange) => FindingPlace;
}

/** What a data source speaks: `unknown` where the file does not say. */
export type DatasourceKind = 'prometheus' | 'other' | 'mixed' | 'unknown';
