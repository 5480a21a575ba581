import type { CheckRule } from '../../check-rule.ts';
import { commandFlags } from '../../stack/command-flag.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { asksForPassword } from './asks-for-password.ts';
import { openPorts } from './exposed-server.ts';

const FLAGS: ReadonlyMap<string, string> = new Map([
  ['web.enable-lifecycle', 'stop Prometheus and make it read its configuration again'],
  ['web.enable-admin-api', 'delete series and take snapshots'],
]);

const OPEN_STACK =
  "services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['9090:9090']\n    volumes: [./web.yml:/etc/web.yml:ro]\n    command:\n      - --storage.tsdb.retention.time=15d\n      - --web.config.file=/etc/web.yml\n      - --web.enable-lifecycle\n";

/** Calls that change a Prometheus, open to everybody. */
export const secAdminApi: CheckRule = {
  id: 'sec/admin-api',
  severity: 'error',
  why: 'One POST from any machine of the network ends monitoring or deletes its data, without a password.',
  doc: 'Prometheus runs with `--web.enable-lifecycle` or `--web.enable-admin-api` in a Compose file, publishes its port beyond loopback and has no `--web.config.file` that asks for a password: one without users does not.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            "services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['9090:9090']\n    command:\n      - --storage.tsdb.retention.time=15d\n      - --web.enable-lifecycle\n",
        },
      },
      right: {
        files: {
          'compose.yaml':
            "services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['127.0.0.1:9090:9090']\n    command:\n      - --storage.tsdb.retention.time=15d\n      - --web.enable-lifecycle\n",
        },
      },
    },
    {
      wrong: { files: { 'compose.yaml': OPEN_STACK, 'web.yml': 'http_server_config: { http2: true }\n' } },
      right: {
        files: { 'compose.yaml': OPEN_STACK, 'web.yml': "basic_auth_users: { ops: '$2y$10$hash' }\n" },
      },
    },
  ],
  *run(workspace) {
    for (const service of composeServices(workspace)) {
      if (service.isDevelopment || openPorts(service).length === 0) continue;
      if (asksForPassword(workspace, service)) continue;
      for (const { name, value, range } of commandFlags(service.node)) {
        const harm = FLAGS.get(name);
        if (harm === undefined || value === 'false') continue;
        yield {
          place: service.placeOf(range),
          message: `anybody on the network may ${harm}`,
          fix: 'publish the port on 127.0.0.1 only, or add --web.config.file with a password',
        };
      }
    }
  },
};
