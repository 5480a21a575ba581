import type { DashboardDeclarations, PanelDeclaration } from '../dashboards/dashboard-declaration.ts';
import type { LabelSpecs, NoLabels } from '../metrics/label-spec.ts';
import { CounterQuery, GaugeQuery } from '../query/metric-query.ts';
import { HistogramQuery } from '../query/observation-query.ts';
import { ratio } from '../query/ratio.ts';
import { Selection } from '../query/selection.ts';

type Panels = Readonly<Record<string, PanelDeclaration>>;

/** What the dashboards of a view need to know. */
export interface HttpDashboardOptions {
  /** Name of each role that is there. */
  readonly roles: Readonly<Record<string, string>>;
  /** Name of each label role that is there. */
  readonly labels: Readonly<Record<string, string>>;
  /** Label names of the duration. */
  readonly durationLabels: readonly string[];
  /** Whether the duration has no buckets but those of a native histogram. */
  readonly isNative: boolean;
}

/** The dashboard of an HTTP server: panels for what the view has, by route where it has routes. */
export function httpDashboards(options: HttpDashboardOptions): DashboardDeclarations {
  return {
    'HTTP server': {
      ...figures(options),
      ...requestPanels(options),
      ...durationPanels(options),
      ...phasePanel(options),
      ...gaugePanels(options),
    },
  };
}

function figures(options: HttpDashboardOptions): Panels {
  const { roles, labels } = options;
  const requests = new CounterQuery<LabelSpecs, ''>(new Selection(roles.requests), '');
  const total = requests.rate('auto').sum();
  return {
    Requests: { query: total, kind: 'stat' },
    ...(labels.status !== undefined && {
      Errors: {
        query: ratio(failed(requests, labels.status).rate('auto').sum().or(total.times(0)), total),
        kind: 'stat',
        description: 'Share of all requests that were answered with a 5xx status',
      },
    }),
    'Slowest 5 %': {
      query: durationOf(options).quantile(0.95, 'auto'),
      kind: 'stat',
      description: 'One request in twenty takes longer than this',
    },
  };
}

function requestPanels({ roles, labels }: HttpDashboardOptions): Panels {
  const requests = new CounterQuery<LabelSpecs, ''>(new Selection(roles.requests), '');
  const by = present(labels.route);
  const all = requests.rate('auto').sum(...by);
  if (labels.status === undefined) return { 'Request rate': all };
  const failures = failed(requests, labels.status)
    .rate('auto')
    .sum(...by);
  return {
    'Request rate': all,
    'Error ratio': {
      // A route that never failed has no series of failures; its ratio is 0, not unknown.
      query: ratio(failures.or(all.times(0)), all),
      description: 'Share of the requests that were answered with a 5xx status',
    },
  };
}

function durationPanels(options: HttpDashboardOptions): Panels {
  const { labels, durationLabels } = options;
  const duration = durationOf(options);
  const by = present(labels.route).filter((name) => durationLabels.includes(name));
  return {
    'Median duration': duration.quantile(0.5, 'auto', ...by),
    '95th percentile of duration': duration.quantile(0.95, 'auto', ...by),
    '99th percentile of duration': duration.quantile(0.99, 'auto', ...by),
  };
}

function phasePanel({ roles }: HttpDashboardOptions): Panels {
  if (roles.phases === undefined) return {};
  const phases = new HistogramQuery<LabelSpecs, 'seconds'>(new Selection(roles.phases), 'seconds');
  return {
    'Time of a request by phase': {
      query: phases.mean('auto', 'phase'),
      description: 'Mean time in middleware, in the handler and in the database; together the whole request',
    },
  };
}

function gaugePanels({ roles }: HttpDashboardOptions): Panels {
  const panel = (name: string): PanelDeclaration => ({
    query: new GaugeQuery<NoLabels, ''>(new Selection(name), '').now().sum('instance'),
    legend: '{{instance}}',
  });
  return {
    ...(roles.inFlight !== undefined && { 'Requests in flight': panel(roles.inFlight) }),
    ...(roles.connections !== undefined && { 'Open connections': panel(roles.connections) }),
    ...(roles.aborted !== undefined && {
      'Aborted requests': new CounterQuery<LabelSpecs, ''>(new Selection(roles.aborted), '')
        .rate('auto')
        .sum(),
    }),
  };
}

function durationOf({ roles, isNative }: HttpDashboardOptions): HistogramQuery<LabelSpecs, 'seconds'> {
  return new HistogramQuery(new Selection(roles.duration), 'seconds', isNative);
}

function failed(requests: CounterQuery<LabelSpecs, ''>, status: string): CounterQuery<LabelSpecs, ''> {
  return requests.where({ [status]: /5../ });
}

function present(name: string | undefined): readonly string[] {
  return name === undefined ? [] : [name];
}
