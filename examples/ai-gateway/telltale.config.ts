import { aiApp, defineMonitoring, email, healthChecks, webhook } from '@telltale/sdk/define';
import { lookingBack } from 'telltale-example-support/looking-back';

import { STATION, addressOf } from './sites.ts';

const { env } = process;
/** `npm start` and `npm run prove` set it: a fault then shows within seconds, and a real gateway waits minutes. */
const isDemo = env.GATEWAY_DEMO === '1';

const logs = env.LOG_FOLDER ?? 'logs';

const preset = aiApp({
  addresses: { backend: addressOf('gateway'), aiService: addressOf('local') },
  // What has no exporter here.
  without: ['postgres', 'redis', 'storage', 'containers', 'host'],
  prices: { 'extract-1': { input: 0.15, output: 0.6 } },
  thresholds: isDemo ? { databaseConnections: 7 } : {},
  runbooks: 'https://docs.example.com/runbooks',
});

export default defineMonitoring({
  service: 'dev-pynode-backend',
  owner: 'team-assistant',
  // In the demo five minutes are three seconds.
  preset: isDemo ? lookingBack(preset, 1 / 100) : preset,
  kits: [healthChecks({ prefix: 'dev_pynode' })],

  health: {
    checks: { database: {}, redis: {}, storage: {}, provider: { critical: false } },
    timeout: '1s',
    drainDelay: isDemo ? '1s' : '5s',
  },

  // Elsewhere they go to where the preset says.
  ...(isDemo && {
    logs: {
      sinks: [
        { kind: 'file', path: `${logs}/error.log`, level: 'error', maxSize: '10MB', maxFiles: 5 },
        { kind: 'file', path: `${logs}/combined.log`, maxSize: '10MB', maxFiles: 5 },
        { kind: 'station', url: STATION },
      ],
    },
    traces: { endpoint: STATION, ratio: 1 },
  }),

  receivers: {
    'web.hook': webhook({ url: { env: 'WEBHOOK_URL' } }),
    email: email({
      to: 'admin@dev-pynode.com',
      from: 'alerts@dev-pynode.com',
      smarthost: env.SMTP_SMARTHOST ?? 'smtp.dev-pynode.com:587',
      username: env.SMTP_USERNAME ?? 'telltale',
      password: { env: 'SMTP_PASSWORD' },
      ...(env.SMTP_CA_FILE !== undefined && { caFile: env.SMTP_CA_FILE }),
    }),
  },

  environments: {
    demo: {
      scrape: { every: '1s', timeout: '1s' },
      evaluateEvery: '1s',
      station: { ui: { refresh: '5s', range: '5m' } },
      targets: { 'dev-pynode': { every: '1s' }, 'ai-service': { every: '1s' } },
      routes: {
        to: 'web.hook',
        groupBy: ['alertname', 'job'],
        groupWait: '200ms',
        groupInterval: '1s',
        children: [
          { match: { severity: 'critical' }, to: 'email', continue: true },
          { match: { severity: 'critical' }, to: 'web.hook' },
        ],
      },
    },
  },
});
