import type { Matcher } from '@telltale/model';
import type { SourceNode } from '../tree/source-node.ts';
import type { FormatIssue } from '../yaml/format-issue.ts';
import type { YamlMapping } from '../yaml/print-yaml-value.ts';

/** A node of the routing tree as written; absent fields are inherited from the node above. */
export interface AlertmanagerRoute {
  /** Required at the root. */
  readonly receiver?: string;
  /** `...` stands for all labels. */
  readonly groupBy?: readonly string[];
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly groupWaitMs?: number;
  readonly groupIntervalMs?: number;
  readonly repeatIntervalMs?: number;
  /** Names of time intervals in which nothing is sent. */
  readonly muteTimeIntervals: readonly string[];
  /** Names of time intervals in which alone something is sent. */
  readonly activeTimeIntervals: readonly string[];
  readonly routes: readonly AlertmanagerRoute[];
}

/** One way in which a receiver is told: an item of `webhook_configs`, `slack_configs` … */
export interface Integration {
  /** `webhook`, `slack`, `email`, `pagerduty` … */
  readonly kind: string;
  readonly settings: YamlMapping;
}

/** A receiver: somebody who is told in one way or several. */
export interface AlertmanagerReceiver {
  readonly name: string;
  readonly integrations: readonly Integration[];
}

/** Alerts that silence others while they fire. */
export interface InhibitRule {
  readonly source: readonly Matcher[];
  readonly target: readonly Matcher[];
  /** Labels that both must have the same value of. */
  readonly equal: readonly string[];
}

/** A named time: working hours, weekends. */
export interface TimeInterval {
  readonly name: string;
  readonly intervals: readonly YamlMapping[];
}

/** An `alertmanager.yml`. */
export interface AlertmanagerConfiguration {
  readonly global: YamlMapping;
  /** Paths of templates, relative to the file; may have `*` in the last part. */
  readonly templates: readonly string[];
  readonly route: AlertmanagerRoute;
  readonly receivers: readonly AlertmanagerReceiver[];
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: readonly TimeInterval[];
}

/** A node of the routing tree and where it is written. */
export interface ParsedRoute extends AlertmanagerRoute {
  readonly node: SourceNode;
  /** The places of the matchers, one each. */
  readonly matcherNodes: readonly SourceNode[];
  readonly routes: readonly ParsedRoute[];
}

/** One way in which a receiver is told, and where it is written. */
export interface ParsedIntegration {
  readonly kind: string;
  /** Whether it tells of resolved alerts: as written, else as this kind does by itself. */
  readonly sendResolved: boolean;
  readonly node: SourceNode;
}

/** A receiver and where it is written. */
export interface ParsedReceiver {
  readonly name: string;
  readonly integrations: readonly ParsedIntegration[];
  readonly node: SourceNode;
}

/** An inhibition and where it is written. */
export interface ParsedInhibitRule extends InhibitRule {
  readonly node: SourceNode;
}

/** An `alertmanager.yml` as read, with every fault. */
export interface ParsedAlertmanagerConfiguration {
  readonly file: string;
  readonly issues: readonly FormatIssue[];
  /** Absent where the file cannot be read, or is no mapping. */
  readonly root: SourceNode | undefined;
  readonly templates: readonly string[];
  /** Absent where the file has none. */
  readonly route: ParsedRoute | undefined;
  readonly receivers: readonly ParsedReceiver[];
  readonly inhibitRules: readonly ParsedInhibitRule[];
  /** Names of time intervals, those of the old section `mute_time_intervals` too. */
  readonly timeIntervals: readonly string[];
}
