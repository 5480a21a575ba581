import type { DashboardDeclarations } from '../../dashboards/dashboard-declaration.ts';
import type { Catalogue } from '../../query/catalogue.ts';
import type { probeMetrics } from '../data/probe-metrics.ts';
import { secondsLeft } from './probe-alerts.ts';

/** The dashboard that comes with probes. */
export function probeDashboards(
  m: Catalogue<ReturnType<typeof probeMetrics>, string>,
): DashboardDeclarations {
  return {
    Probes: {
      Answering: {
        query: m.probe_success.now().min('probe', 'instance'),
        kind: 'state-timeline',
        threshold: { below: 1, severity: 'critical' },
        legend: '{{probe}} {{instance}}',
        description: '1 for what answers as it should, 0 for what does not',
      },
      Availability: {
        query: m.probe_success.avgOverTime('1h').min('probe', 'instance'),
        unit: 'ratio',
        legend: '{{probe}} {{instance}}',
        description: 'Share of the probes of the last hour that were a success',
      },
      Duration: {
        query: m.probe_duration_seconds.now().max('probe', 'instance'),
        legend: '{{probe}} {{instance}}',
        description: 'How long a probe takes, from the look-up of the name to the last byte',
      },
      'Duration by phase': {
        query: m.probe_http_duration_seconds.now().max('probe', 'phase'),
        legend: '{{probe}} {{phase}}',
        description: 'Where the time of HTTP goes: name, connection, TLS, the server, and the body',
      },
      'Status codes': {
        query: m.probe_http_status_code.now().max('probe', 'instance'),
        legend: '{{probe}} {{instance}}',
        description: 'The status of the last answer; 0 where there was none',
      },
      'Certificates valid for': {
        query: secondsLeft(m),
        unit: 'seconds',
        legend: '{{probe}} {{instance}}',
        description: 'Time until the first certificate of the chain expires',
      },
    },
  };
}
