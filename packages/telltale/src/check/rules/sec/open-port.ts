import type { CheckRule } from '../../check-rule.ts';
import { asksForPassword } from './asks-for-password.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { componentOf } from '../../stack/component.ts';
import { isOpenAsItComes, openPorts } from './exposed-server.ts';

/** Servers without a password that every machine of the network reaches. */
export const secOpenPort: CheckRule = {
  id: 'sec/open-port',
  severity: 'warning',
  preset: 'strict',
  why: 'Docker publishes on all addresses and past most firewalls: everybody reads the data, and nobody is asked for a password.',
  doc: 'A server that asks for no password as it comes (Prometheus, Alertmanager, Elasticsearch, exporters …) or Grafana publishes a port on all addresses of the host in a Compose file. A server whose `--web.config.file` asks for a password is left alone; so are loopback addresses and files for development.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            "services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['9090:9090']\n",
        },
      },
      right: {
        files: {
          'compose.yaml':
            "services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    ports: ['127.0.0.1:9090:9090']\n",
        },
      },
    },
  ],
  *run(workspace) {
    for (const service of composeServices(workspace)) {
      const component = componentOf(service);
      if (service.isDevelopment || component === undefined) continue;
      if (!isOpenAsItComes(component) && component !== 'grafana') continue;
      if (asksForPassword(workspace, service)) continue;
      for (const { node, hostPorts, containerPort } of openPorts(service)) {
        const what = component === 'grafana' ? 'over plain HTTP' : 'without a password';
        yield {
          place: service.placeOf(node),
          message: `${component} is open to the network ${what}`,
          fix: `publish '127.0.0.1:${hostPorts?.[0] ?? ''}:${containerPort ?? ''}' and put a proxy in front`,
        };
      }
    }
  },
};
