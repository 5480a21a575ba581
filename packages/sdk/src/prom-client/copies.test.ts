import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { ourClient } from '../../test/support/clients.ts';
import type { Client } from '../../test/support/clients.ts';
import { temporaryFolder } from '../../test/support/workspace.ts';

/** The entry once more, as CommonJS: what `require` gives a program that also imports it. */
async function commonJsCopy(): Promise<Client> {
  const outfile = join(temporaryFolder(), 'prom-client.cjs');
  const entry = fileURLToPath(new URL('../prom-client.ts', import.meta.url));
  const conditions = ['@telltale/source'];
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', conditions });
  return createRequire(import.meta.url)(outfile) as Client;
}

test('a program that imports and requires the entry has one default registry', async () => {
  const copy = await commonJsCopy();
  const { register } = ourClient;
  expect(copy.Counter).not.toBe(ourClient.Counter);
  expect(copy.register).toBe(register);
  const labels = { name: 'x', help: 'H', labelNames: ['a'] };
  new copy.Counter({ ...labels, name: 'required_total' }).inc({ a: '"' }, 2);
  new copy.Histogram({ ...labels, name: 'required_seconds', buckets: [1] }).observe({ a: 1 }, 2);
  new ourClient.Gauge({ ...labels, name: 'imported' }).set({ a: 1 }, 3);
  const page = await register.metrics();
  expect(page).toContain(String.raw`required_total{a="\""} 2`);
  expect(page).toContain('required_seconds_bucket{le="+Inf",a="1"} 1');
  expect(page).toContain('imported{a="1"} 3');
  expect(() => new copy.Gauge({ ...labels, name: 'imported' })).toThrow('has already been registered');
  register.clear();
});

test('registries of one copy are registries for the other', async () => {
  const copy = await commonJsCopy();
  const registry = new copy.Registry();
  expect(registry).toBeInstanceOf(ourClient.Registry);
  expect(new ourClient.AggregatorRegistry()).toBeInstanceOf(copy.Registry);
  expect(registry).not.toBeInstanceOf(ourClient.AggregatorRegistry);
  expect({}).not.toBeInstanceOf(ourClient.Registry);
  ourClient.AggregatorRegistry.setRegistries(registry);
  ourClient.AggregatorRegistry.setRegistries(ourClient.register);
  expect(await ourClient.Registry.merge([registry, ourClient.register]).metrics()).toBe('\n');
});

test('the module and its default export are the same, under the names of prom-client', async () => {
  const copy = (await commonJsCopy()) as Client & { default: Client };
  const module = await import('../prom-client.ts');
  for (const name of Object.keys(await import('prom-client'))) {
    // Names that only modules of Node.js add.
    if (name === 'default' || name === 'module.exports') continue;
    expect(module).toHaveProperty(name);
    expect(copy).toHaveProperty(name);
    expect(Reflect.get(module.default, name)).toBe(Reflect.get(module, name));
    expect(Reflect.get(copy.default, name)).toBe(Reflect.get(copy, name));
  }
});
