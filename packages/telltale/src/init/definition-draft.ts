import type { ResolvedVariable } from '@telltale/definition';

/** A metric of a draft. */
export interface DraftMetric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly unit: string;
  readonly labels: readonly string[];
  /** Upper bounds without +Inf; histograms only. */
  readonly buckets: readonly number[];
  /** Summaries only. */
  readonly quantiles: readonly number[];
}

/** A target of a draft. */
export interface DraftTarget {
  readonly job: string;
  readonly addresses: readonly string[];
  readonly path?: string;
  readonly scheme?: string;
  readonly everyMs?: number;
  readonly timeoutMs?: number;
  readonly labels: Readonly<Record<string, string>>;
  /** File with the token that the program asks for. */
  readonly credentialsFile?: string;
  /** Further options of the target, as data. */
  readonly options?: Readonly<Record<string, unknown>>;
}

/** A receiver of a draft: the name of its function and what that takes. */
export interface DraftReceiver {
  readonly name: string;
  readonly kind: 'webhook' | 'slack' | 'email' | 'pagerduty';
  readonly options: Readonly<Record<string, unknown>>;
}

/** Labels that alerts have. */
export type DraftMatch = Readonly<Record<string, string | RegExp>>;

/** An inhibition of a draft. */
export interface DraftInhibition {
  readonly source: DraftMatch;
  readonly target: DraftMatch;
  readonly equal: readonly string[];
}

/** A route of a draft. */
export interface DraftRoute {
  readonly to: string;
  readonly match?: DraftMatch;
  readonly groupBy?: readonly string[];
  readonly groupWaitMs?: number;
  readonly groupIntervalMs?: number;
  readonly repeatIntervalMs?: number;
  readonly continue?: boolean;
  readonly children: readonly DraftRoute[];
}

/** An alert of a draft; the query is PromQL. */
export interface DraftAlert {
  readonly name: string;
  readonly query: string;
  readonly forMs: number;
  readonly keepFiringForMs: number;
  readonly severity: string;
  readonly runbook?: string;
  readonly summary: string;
  readonly description?: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A recording of a draft. */
export interface DraftRecording {
  readonly name: string;
  readonly query: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A value of a panel that is worth a line. */
export interface DraftLine {
  readonly value: number;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly isBad: 'above' | 'below';
}

/** A panel of a draft. */
export interface DraftPanel {
  readonly title: string;
  readonly kind?: string;
  readonly unit?: string;
  readonly description?: string;
  readonly row?: string;
  readonly draw?: 'area' | 'bars';
  readonly stacked?: boolean;
  readonly nulls?: 'connected' | 'zero';
  readonly baseline?: '1d' | '1w';
  readonly lines?: readonly DraftLine[];
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly min?: number;
  readonly max?: number;
  readonly width?: number;
  readonly height?: number;
  /** What a panel without queries says. */
  readonly text?: string;
  /** Which log records it shows, in place of queries. */
  readonly logs?: string;
  /** PromQL with the legend of each; `$name` stands for what is chosen of a variable of the dashboard. */
  readonly queries: readonly {
    readonly query: string;
    readonly legend: string;
    readonly axis?: 'right';
  }[];
}

/** A dashboard of a draft. */
export interface DraftDashboard {
  readonly title: string;
  readonly panels: readonly DraftPanel[];
  readonly variables?: readonly ResolvedVariable[];
  readonly tags?: readonly string[];
  readonly refreshMs?: number;
  readonly rangeMs?: number;
}

/** Something that is in a file and not in the definition. */
export interface Dropped {
  /** File and line, where there is one. */
  readonly place: string;
  readonly what: string;
  readonly reason: string;
}

/** What was read from other tools' files, on its way to a definition. */
export class DefinitionDraft {
  readonly metrics: DraftMetric[] = [];
  readonly targets: DraftTarget[] = [];
  readonly receivers: DraftReceiver[] = [];
  route: DraftRoute | undefined;
  readonly inhibitions: DraftInhibition[] = [];
  /** Rule files that a configuration names; their rules are taken over where the files are named, too. */
  readonly ruleFiles: string[] = [];
  readonly alerts: DraftAlert[] = [];
  readonly recordings: DraftRecording[] = [];
  readonly dashboards: DraftDashboard[] = [];
  scrapeEveryMs: number | undefined;
  scrapeTimeoutMs: number | undefined;
  evaluateEveryMs: number | undefined;
  readonly dropped: Dropped[] = [];

  /** Adds a metric; of one that several pages have, the labels of all are taken. */
  addMetric(place: string, metric: DraftMetric): void {
    const at = this.metrics.findIndex(({ name }) => name === metric.name);
    if (at === -1) this.metrics.push(metric);
    else if (this.metrics[at].kind === metric.kind) {
      const labels = [...new Set([...this.metrics[at].labels, ...metric.labels])].toSorted();
      this.metrics[at] = { ...this.metrics[at], labels };
    } else this.drop(place, `the metric ${metric.name}`, `it is a ${this.metrics[at].kind} on another page`);
  }

  addTarget(place: string, target: DraftTarget): void {
    const isTaken = this.targets.some(({ job }) => job === target.job);
    if (isTaken) this.drop(place, `the job ${target.job}`, 'there is a job of this name already');
    else this.targets.push(target);
  }

  addReceiver(place: string, receiver: DraftReceiver): void {
    const isTaken = this.receivers.some(({ name }) => name === receiver.name);
    if (isTaken) this.drop(place, `the receiver ${receiver.name}`, 'there is one of this name already');
    else this.receivers.push(receiver);
  }

  drop(place: string, what: string, reason: string): void {
    this.dropped.push({ place, what, reason });
  }
}
