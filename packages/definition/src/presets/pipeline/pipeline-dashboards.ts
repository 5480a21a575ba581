import type {
  DashboardDeclaration,
  DashboardDeclarations,
  MultiQueryPanel,
  PanelDeclaration,
} from '../../dashboards/dashboard-declaration.ts';
import type { AnyQuery } from '../../query/any-query.ts';
import { dashboard } from '../../dashboards/dashboard.ts';
import { labelValues } from '../../dashboards/variable.ts';
import { createCatalogue } from '../../query/catalogue.ts';
import { ratio } from '../../query/ratio.ts';
import { STAGE_METRICS } from './pipeline-metrics.ts';
import type { ServiceQueries } from './service-queries.ts';
import { serviceQueries } from './service-queries.ts';
import { inRow } from '../in-row.ts';
import { narrowed } from '../narrowed.ts';

type Panels = Readonly<Record<string, PanelDeclaration>>;

/** The overview, and a dashboard for each service. */
export function pipelineDashboards(services: readonly string[]): DashboardDeclarations {
  const all = services.map(serviceQueries);
  return {
    'Data Processing Overview': overview(all),
    ...Object.fromEntries(all.map((service) => [serviceTitle(service.job), serviceDashboard(service)])),
  };
}

/** A service, of which single instances can be looked at. */
function serviceDashboard(service: ServiceQueries): DashboardDeclaration {
  return dashboard({
    variables: { instance: labelValues(service.requests, 'instance', { multi: true, all: true }) },
    panels: ({ instance }) => servicePanels(narrowed(service, { instance })),
  });
}

/** `Normalization Service` for `normalization_service`. */
function serviceTitle(service: string): string {
  return service
    .split('_')
    .filter((word) => word !== '')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
}

/** Each panel of the overview leads to the services. */
function overview(all: readonly ServiceQueries[]): Panels {
  const links = all.map(({ job }) => ({
    title: serviceTitle(job),
    url: `dashboard:${serviceTitle(job)}`,
  }));
  const panels = Object.entries(overviewPanels(all));
  return Object.fromEntries(panels.map(([title, panel]) => [title, { ...panel, links }]));
}

function overviewPanels(all: readonly ServiceQueries[]): Readonly<Record<string, MultiQueryPanel>> {
  const ofEach = (query: (service: ServiceQueries) => AnyQuery) =>
    Object.fromEntries(all.map((service) => [serviceTitle(service.job), query(service)]));
  return {
    'Service health': {
      queries: ofEach(({ health }) => health.now().min()),
      kind: 'stat',
      threshold: { below: 1, severity: 'critical' },
      description: '1 where all instances of a service say that they are healthy',
    },
    'Messages processed': {
      queries: ofEach(({ messages }) => messages.rate('auto').sum()),
      description: 'Messages per second of each service',
    },
    'Processing failures': {
      queries: ofEach(({ messages }) =>
        ratio(
          messages
            .where({ status: /fail.*|error.*/ })
            .rate('auto')
            .sum(),
          messages.rate('auto').sum(),
          { missingPart: 0 },
        ),
      ),
      description: 'Share of the messages of each service that failed',
    },
    'Consumer lag': {
      queries: ofEach(({ lag }) => lag.now().max()),
      description: 'Messages that wait for each service, of the topic where most wait',
    },
    'Request rate': {
      queries: ofEach(({ requests }) => requests.rate('auto').sum()),
      description: 'HTTP requests per second of each service',
    },
    'Request latency': {
      queries: ofEach(({ duration }) => duration.quantile(0.95, 'auto')),
      description: 'What 95 % of the requests of each service stay below',
    },
    Errors: {
      queries: ofEach(({ errors }) => errors.rate('auto').sum()),
      description: 'Errors per second of each service',
    },
    'Memory usage': {
      queries: ofEach(({ memory }) => memory.now().max()),
      description: 'Memory of the largest instance of each service',
    },
  };
}

function servicePanels(service: ServiceQueries): Panels {
  return {
    ...inRow('Messages', { ...stagePanels(service), ...messagePanels(service) }),
    ...inRow('Service', requestPanels(service)),
  };
}

function messagePanels({ messages, processing, lag, errors }: ServiceQueries): Panels {
  return {
    'Messages processed': {
      query: messages.rate('auto').sum('topic', 'status'),
      legend: '{{topic}} {{status}}',
      draw: 'area',
      stacked: true,
      description: 'Messages per second by topic and outcome',
    },
    'Processing time': {
      queries: {
        p50: processing.quantile(0.5, 'auto', 'topic'),
        p95: processing.quantile(0.95, 'auto', 'topic'),
      },
      description: 'What half and 95 % of the messages stay below, by topic',
    },
    'Consumer lag': {
      query: lag.now().max('topic'),
      legend: '{{topic}}',
      description: 'Messages that wait, by topic',
    },
    Errors: {
      query: errors.rate('auto').sum('error_type', 'component'),
      legend: '{{error_type}} {{component}}',
      description: 'Errors per second by type and component',
    },
  };
}

function requestPanels({ requests, duration, connections, memory, health }: ServiceQueries): Panels {
  return {
    'Request rate': {
      query: requests.rate('auto').sum('path', 'status'),
      legend: '{{path}} {{status}}',
      description: 'HTTP requests per second by path and status',
    },
    'Request latency': {
      queries: { p50: duration.quantile(0.5, 'auto'), p95: duration.quantile(0.95, 'auto') },
      description: 'What half and 95 % of the HTTP requests stay below',
    },
    'Active connections': {
      query: connections.now().sum('instance'),
      legend: '{{instance}}',
      description: 'Open connections of each instance',
    },
    'Memory usage': {
      query: memory.now().max('instance'),
      legend: '{{instance}}',
      description: 'Memory of each instance',
    },
    Health: {
      query: health.now().min('instance'),
      kind: 'state-timeline',
      threshold: { below: 1, severity: 'critical' },
      legend: '{{instance}}',
      description: '1 while an instance says that it is healthy',
    },
  };
}

function stagePanels(service: ServiceQueries): Panels {
  switch (service.job) {
    case 'normalization_service':
      return qualityPanel();
    case 'enrichment_service':
      return cachePanel(service, 'Share of the look-ups of metadata that the cache answered');
    case 'aggregation_service':
      return barsPanel();
    case 'projection_service':
      return {
        ...projectionsPanel(),
        ...cachePanel(service, 'Share of the reads of projections that the cache answered'),
      };
    default:
      return {};
  }
}

function qualityPanel(): Panels {
  const { data_quality_issues_total: issues } = createCatalogue(STAGE_METRICS.normalization_service);
  return {
    'Data quality issues': {
      query: issues.rate('auto').sum('rule'),
      legend: '{{rule}}',
      description: 'Messages per second that break a rule of data quality',
    },
  };
}

function cachePanel({ cacheHits, cacheMisses }: ServiceQueries, description: string): Panels {
  const hits = cacheHits.rate('auto').sum();
  return {
    'Cache hit ratio': {
      query: ratio(hits, hits.plus(cacheMisses.rate('auto').sum())),
      legend: 'Hits',
      description,
    },
  };
}

function barsPanel(): Panels {
  const { aggregation_service_bars_generated_total: bars } = createCatalogue(
    STAGE_METRICS.aggregation_service,
  );
  return {
    'OHLC bars generated': {
      query: bars.rate('auto').sum('interval'),
      legend: '{{interval}}',
      description: 'Bars per second by their length',
    },
  };
}

function projectionsPanel(): Panels {
  const { projection_service_projections_updated_total: updates } = createCatalogue(
    STAGE_METRICS.projection_service,
  );
  return {
    'Projections updated': {
      query: updates.rate('auto').sum(),
      legend: 'Projections',
      description: 'Updates per second of the materialized view',
    },
  };
}
