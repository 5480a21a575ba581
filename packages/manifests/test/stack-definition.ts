import type { ResolvedDefinition } from '@telltale/definition';
import {
  alert,
  cadvisor,
  counter,
  defineMonitoring,
  email,
  nodeExporter,
  postgresExporter,
  redisExporter,
  resolveDefinition,
  slack,
} from '@telltale/definition';
import { parseExpr } from '@telltale/promql';

/** A service with a target and nothing else. */
export const SMALL_DEFINITION: ResolvedDefinition = resolveDefinition(
  defineMonitoring({ service: 'dev-pynode', targets: { backend: { address: 'backend:3000' } } }),
);

const EVERYTHING = resolveDefinition(
  defineMonitoring({
    service: 'dev-pynode',
    owner: 'team-core',
    metrics: { orders_total: counter({ help: 'Orders placed', labels: { method: ['card', 'invoice'] } }) },
    exporters: [nodeExporter(), cadvisor(), postgresExporter(), redisExporter()],
    targets: { backend: { address: 'backend:3000', every: '30s' } },
    receivers: {
      chat: slack({ url: { env: 'SLACK_WEBHOOK_URL' } }),
      mail: email({
        to: 'ops@example.org',
        from: 'alerts@example.org',
        smarthost: 'mail.example.org:587',
        username: 'alerts',
        password: { file: 'private/smtp-password.txt' },
      }),
    },
    routes: { to: 'chat', children: [{ match: { severity: 'page' }, to: 'mail' }] },
    alerts: (m) => ({
      NoOrders: alert({
        when: m.orders_total.increase('1h').sum().below(1),
        for: '10m',
        onNoData: 'ignore',
        severity: 'page',
        runbook: 'docs/runbooks/no-orders.md',
        summary: 'Nobody has ordered anything for an hour',
      }),
    }),
    dashboards: (m) => ({ Shop: { Orders: m.orders_total.rate('5m').sum('method') } }),
    stack: {
      ports: { grafana: 3001 },
      volumes: { prometheus: 'prometheus-data' },
      retention: { time: '200h' },
      app: { image: 'registry.example.org/dev-pynode:2.1.0', port: 3000, probes: true },
    },
    health: { paths: { live: '/live', ready: '/ready', startup: '/startup', health: '/health' } },
    logs: { sinks: [{ kind: 'console' }], index: 'logs-dev-pynode' },
    traces: { endpoint: 'http://collector:4318' },
  }),
  { parse: parseExpr },
);

/** A service with everything that a stack can have, for the tests of generators; parts of it can be replaced. */
export function stackDefinition(parts: Partial<ResolvedDefinition> = {}): ResolvedDefinition {
  return { ...EVERYTHING, ...parts };
}
