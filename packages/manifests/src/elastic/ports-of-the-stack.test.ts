import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SHIPPED_LOGS } from '../../test/logs-shop.ts';
import { stackDefinition } from '../../test/stack-definition.ts';
import { generateCollector } from '../collector/generate-collector.ts';
import { generateCompose } from '../compose/generate-compose.ts';
import { generateJaeger } from '../jaeger/generate-jaeger.ts';
import { generateFilebeat } from './generate-filebeat.ts';
import { generateLogstash } from './generate-logstash.ts';

const STACK = {
  ...stackDefinition(),
  logs: SHIPPED_LOGS,
  traces: {
    enabled: true,
    ratio: 0.1,
    keepErrors: true,
    slowerThanMs: 1000,
    tailSampling: true,
    propagation: [],
    endpoint: 'http://127.0.0.1:4318',
    serviceName: 'dev-pynode',
  },
};

interface Service {
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

const services: Readonly<Record<string, Service>> = parse(generateCompose(STACK)[0].text).services;
const [collector, jaeger, logstash, filebeat] = [
  generateCollector,
  generateJaeger,
  generateLogstash,
  generateFilebeat,
].map((generate) => generate(STACK)[0]);

/** The ports inside a container that the Compose file publishes. */
function portsOf(name: string): readonly number[] {
  return (services[name].ports ?? []).map((port) => Number(port.split(':').at(-1)));
}

describe('the configurations of logs and traces', () => {
  it('listen on the ports that the Compose file publishes', () => {
    const { protocols } = parse(collector.text).receivers.otlp;
    const otlp = [protocols.grpc.endpoint, protocols.http.endpoint].map((each: string) =>
      Number(each.split(':')[1]),
    );
    expect(portsOf('collector')).toEqual(otlp);
    expect(portsOf('jaeger').map((port) => `0.0.0.0:${port}`)).toContain(
      parse(jaeger.text).extensions.jaeger_query.http.endpoint,
    );
    for (const port of portsOf('logstash')) expect(logstash.text).toContain(`port => ${port}\n`);
  });

  it('name only hosts that are services of the Compose file', () => {
    const hosts = [collector, jaeger, logstash, filebeat].flatMap(({ text }) =>
      [...text.matchAll(/([a-z]+):\d{4,5}\b/g)].map(([, host]) => host),
    );
    expect(new Set(hosts)).toEqual(new Set(['jaeger', 'elasticsearch', 'logstash']));
    for (const host of hosts) expect(Object.keys(services)).toContain(host);
  });

  it('are mounted from where they are written', () => {
    for (const [name, { path }] of Object.entries({ collector, jaeger, filebeat })) {
      expect(services[name].volumes?.some((mount) => mount.startsWith(`./${path}:`))).toBe(true);
    }
    const folder = logstash.path.replace(/\/[^/]*$/, '');
    expect(services.logstash.volumes).toContain(`./${folder}:/usr/share/logstash/pipeline:ro`);
  });
});
