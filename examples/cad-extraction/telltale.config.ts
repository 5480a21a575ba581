import { defineMonitoring, email, webapp, webhook } from '@telltale/sdk/define';
import { lookingBack } from 'telltale-example-support/looking-back';

import { addressOf } from './sites.ts';

const { env } = process;
/** `npm start` and `npm run prove` set it: a fault then shows within seconds, and a real backend waits minutes. */
const isDemo = env.CAD_DEMO === '1';

const preset = webapp({
  addresses: {
    backend: addressOf('backend'),
    extractionWorker: addressOf('extraction_worker'),
    searchWorker: addressOf('search_worker'),
    postgres: addressOf('postgres_exporter'),
    redis: addressOf('redis_exporter'),
    host: addressOf('node_exporter'),
  },
  // There is none here.
  without: ['containers'],
  // Nobody waits ten minutes for a task or fills a disk to show what happens.
  thresholds: isDemo ? { taskMinutes: 0.1, diskFreePercent: Number(env.DISK_FREE_PERCENT ?? 10) } : {},
  runbooks: 'https://docs.example.com/runbooks',
});

const routes = {
  to: 'hook',
  groupBy: ['alertname', 'job'],
  children: [
    { match: { severity: 'critical' }, to: 'mail', continue: true },
    { match: { alertname: /.+/ }, to: 'hook' },
  ],
} as const;

export default defineMonitoring({
  service: 'pybase',
  owner: 'team-cad',
  // In the demo five minutes are three seconds.
  preset: isDemo ? lookingBack(preset, 1 / 100) : preset,

  health: { drainDelay: isDemo ? '0s' : '5s' },

  receivers: {
    hook: webhook({ url: { env: 'WEBHOOK_URL' } }),
    mail: email({
      to: 'cad@example.com',
      from: 'telltale@example.com',
      smarthost: env.SMTP_SMARTHOST ?? 'mail.example.com:587',
      username: env.SMTP_USERNAME ?? 'telltale',
      password: { env: 'SMTP_PASSWORD' },
      ...(env.SMTP_CA_FILE !== undefined && { caFile: env.SMTP_CA_FILE }),
    }),
  },
  routes,

  // Their usual ports are those of the workers.
  stack: { ports: { prometheus: 9095, pushgateway: 9092 } },

  environments: {
    demo: {
      scrape: { every: '1s', timeout: '1s' },
      evaluateEvery: '1s',
      station: { ui: { refresh: '5s', range: '5m' } },
      routes: { ...routes, groupWait: '200ms', groupInterval: '1s' },
    },
  },
});
