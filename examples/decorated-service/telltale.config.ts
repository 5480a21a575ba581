import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineMonitoring, framework, importFrameworkConfig, webhook } from '@telltale/sdk/define';
import { lookingBack } from 'telltale-example-support/looking-back';
import { parse } from 'yaml';

import { MONITORING_CONFIG } from './src/monitoring-config.ts';
import { PROGRAMS, addressOf } from './src/sites.ts';

const { env } = process;
/** `npm start` and `npm run prove` set it: a fault then shows within seconds, and a real shop waits minutes. */
const isDemo = env.SHOP_DEMO === '1';

/** Logs and traces go to the station of the demo: it takes them as Elasticsearch and a collector do. */
const station = `http://127.0.0.1:${env.TELLTALE_PORT ?? '4400'}`;
const logFile = join(env.LOG_FOLDER ?? 'logs', `${env.OTEL_SERVICE_NAME ?? 'shop'}.log`);

/** What the two files of the guide say, word for word; what cannot be meant so stands in `notes`. */
const file: object = parse(readFileSync(join(import.meta.dirname, 'monitoring.yaml'), 'utf8'));
const { options } = importFrameworkConfig({ ...MONITORING_CONFIG, ...file });

const preset = framework({
  ...options,
  job: 'shop',
  address: PROGRAMS.map((program) => addressOf(program, env)),
  // The host has its own collector here.
  systemAddress: env.NODE_EXPORTER ?? '127.0.0.1:9100',
  alerts: {
    ...options.alerts,
    ...(isDemo && { high_memory: { ...options.alerts?.high_memory, bytes: 350e6 } }),
  },
  runbooks: 'https://docs.example.com/runbooks',
});

export default defineMonitoring({
  service: 'shop',
  owner: 'team-shop',
  // In the demo five minutes are three seconds.
  preset: isDemo ? lookingBack(preset, 1 / 100) : preset,
  health: { checks: ['database'], timeout: '1s', drainDelay: isDemo ? '500ms' : '5s' },

  ...(isDemo && {
    logs: {
      level: 'info',
      index: 'service-logs',
      sinks: [
        { kind: 'console', format: 'json' },
        { kind: 'file', path: logFile, format: 'json' },
        { kind: 'elasticsearch', url: station },
      ],
    },
    traces: { ratio: 0.1, endpoint: station, exporter: 'otlp' },
  }),

  receivers: { hook: webhook({ url: { env: 'WEBHOOK_URL' } }) },
  routes: { to: 'hook', groupBy: ['alertname'], groupWait: isDemo ? '200ms' : '30s', groupInterval: '1s' },

  environments: {
    demo: {
      scrape: { every: '1s', timeout: '1s' },
      targets: { shop: { every: '1s' }, 'shop-custom': { every: '1s' }, system: { every: '1s' } },
      evaluateEvery: '1s',
      station: { ui: { refresh: '5s', range: '5m' } },
    },
  },
});
