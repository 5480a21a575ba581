import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { publishedPorts } from '../../stack/published-port.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { checkedPipelines } from './checked-pipelines.ts';

const PIPELINE = 'input {\n  beats {\n    port => 5044\n  }\n}\noutput {\n  stdout {}\n}\n';
const LOGSTASH = `services:
  logstash:
    image: docker.elastic.co/logstash/logstash:9.5.1
    restart: unless-stopped
`;

/** A pipeline that waits for a shipper which nothing starts. */
export const logsNoShipper: CheckRule = {
  id: 'logs/no-shipper',
  severity: 'warning',
  preset: 'strict',
  why: 'No log line arrives: Logstash waits for Beats, and nothing here sends to it.',
  doc: `Reported for a pipeline with a beats input next to a Compose file that starts Logstash, publishes no
port of it and starts no Filebeat or other Beat. Never reported: Kubernetes, where shippers come from
charts, and pipelines without a Compose file.`,
  examples: [
    {
      wrong: { files: { 'logstash.conf': PIPELINE, 'compose.yaml': LOGSTASH } },
      right: {
        files: {
          'logstash.conf': PIPELINE,
          'compose.yaml': `${LOGSTASH}  filebeat:\n    image: docker.elastic.co/beats/filebeat:9.5.1\n    restart: unless-stopped\n`,
        },
      },
    },
  ],
  *run(workspace) {
    if (!isWaiting(workspace)) return;
    for (const { plugins, text } of checkedPipelines(workspace.texts)) {
      const beats = plugins.find(
        ({ section, plugin }) => section === 'input' && plugin.name === 'beats',
      )?.plugin;
      if (!beats?.range) continue;
      yield {
        place: text.placeOf(beats.range),
        message:
          'nothing here sends to this input: no service ships logs, and no port of Logstash is published',
        fix: 'add a service of docker.elastic.co/beats/filebeat that reads the log files and sends to logstash:5044',
      };
    }
  },
};

function isWaiting(workspace: Workspace): boolean {
  const services = composeServices(workspace);
  const imageOf = (service: (typeof services)[number]): string => service.node.get('image')?.text() ?? '';
  const logstash = services.filter((service) => /\blogstash\b/.test(imageOf(service)));
  const ships = services.some((service) =>
    /beat\b|\b(?:vector|fluent|alloy|elastic-agent|logspout)/i.test(imageOf(service)),
  );
  return logstash.length > 0 && !ships && logstash.every(({ node }) => publishedPorts(node).length === 0);
}
