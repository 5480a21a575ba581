import type { MonitoringDefinition } from '@telltale/sdk/define';
import { defineMonitoring, email, pagerduty, pipeline, slack, webhook } from '@telltale/sdk/define';
import { lookingBack } from 'telltale-example-support/looking-back';

import { STAGES, STAGE_NAMES, addressOf } from './src/stages.ts';

const { env } = process;
/** `npm start` and `npm run prove` set it: a fault then shows within seconds, and a real pipeline waits minutes. */
const isDemo = env.PIPELINE_DEMO === '1';

const preset = pipeline({
  addresses: Object.fromEntries(STAGE_NAMES.map((stage) => [STAGES[stage].service, addressOf(stage, env)])),
  // What cannot run here, or has no exporter here.
  without: ['node', 'cadvisor', 'kafka', 'clickhouse', 'postgres', 'redis', 'prometheus', 'alertmanager'],
  thresholds: isDemo ? { memoryBytes: 400e6, lagMessages: 300 } : {},
  runbooks: 'https://docs.example.com/runbooks',
});

/** Everything goes to the chat, by mail and to the hook; what cannot wait calls somebody too. */
const routes = {
  to: 'hook',
  groupBy: ['alertname', 'job'],
  children: [
    { match: { severity: 'critical' }, to: 'oncall', continue: true },
    { match: { alertname: /.+/ }, to: 'chat', continue: true },
    { match: { alertname: /.+/ }, to: 'mail', continue: true },
    { match: { alertname: /.+/ }, to: 'hook' },
  ],
} as const;

const definition: MonitoringDefinition = defineMonitoring({
  service: 'data_pipeline',
  owner: 'team-market-data',
  // In the demo ten minutes are six seconds.
  preset: isDemo ? lookingBack(preset, 1 / 100) : preset,

  receivers: {
    chat: slack({ url: { env: 'SLACK_WEBHOOK_URL' }, channel: '#market-data' }),
    mail: email({
      to: 'market-data@example.com',
      from: 'telltale@example.com',
      smarthost: env.SMTP_SMARTHOST ?? 'mail.example.com:587',
      username: env.SMTP_USERNAME ?? 'telltale',
      password: { env: 'SMTP_PASSWORD' },
      ...(env.SMTP_CA_FILE !== undefined && { caFile: env.SMTP_CA_FILE }),
    }),
    oncall: pagerduty({
      routingKey: { env: 'PAGERDUTY_ROUTING_KEY' },
      ...(env.PAGERDUTY_URL !== undefined && { url: env.PAGERDUTY_URL }),
    }),
    hook: webhook({ url: { env: 'WEBHOOK_URL' } }),
  },
  routes,

  // What is down processes nothing either: one alert is enough.
  inhibitions: [
    {
      source: { alertname: 'ServiceDown' },
      target: { alertname: /ServiceUnhealthy|NoMessagesProcessed/ },
      equal: ['job'],
    },
  ],

  // Its usual port is that of the normalization.
  stack: { ports: { cadvisor: 8088 } },

  environments: {
    demo: {
      scrape: { every: '1s', timeout: '1s' },
      evaluateEvery: '1s',
      station: { ui: { refresh: '5s', range: '5m' } },
      routes: { ...routes, groupWait: '200ms', groupInterval: '1s' },
      // It then tells an Alertmanager in the place of the receivers.
      ...(env.ALERTMANAGER !== undefined && { notifications: { alertmanagers: [env.ALERTMANAGER] } }),
    },
  },
});

export default definition;
