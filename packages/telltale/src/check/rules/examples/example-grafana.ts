import type { ExampleInput } from '../../check-rule.ts';
import { exampleDashboard } from './example-dashboard.ts';

const TEXTS = {
  board: exampleDashboard({}),
  provider:
    'apiVersion: 1\nproviders:\n  - name: default\n    options:\n      path: /etc/grafana/provisioning/dashboards\n',
  datasource:
    'apiVersion: 1\nprune: true\ndatasources:\n  - name: Prometheus\n    uid: prometheus\n    type: prometheus\n',
};

/** A Compose file that runs Grafana with one mount, and files by what they hold, for the examples of rules. */
export function composeFiles(
  mount: string,
  files: Readonly<Record<string, keyof typeof TEXTS>>,
): ExampleInput {
  const compose = `services:
  grafana:
    image: grafana/grafana:13.2.0
    volumes:
      - ${mount}
volumes:
  grafana-data:
`;
  const folder = mount.startsWith('./') ? { [`${mount.slice(2).split(':')[0]}/README`]: '' } : {};
  const texts = Object.entries(files).map(([name, kind]) => [name, TEXTS[kind]]);
  return { files: { 'compose.yaml': compose, ...folder, ...Object.fromEntries(texts) } };
}
