import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineMonitoring, methods } from '@telltale/definition';
import { createRegistry } from '../../registry/registry.ts';
import { transform } from 'esbuild';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/workspace.ts';
import { valuesOf } from '../../../test/support/registry-view.ts';
import type { MethodRecorder } from './method-recorder.ts';
import { createMethodRecorder } from './method-recorder.ts';

const PROGRAM = `
export function run({ service, observed }) {
  @service
  class Orders {
    place() { return 'placed'; }
  }
  @service({ name: 'stock' })
  class Stock {
    async count() { return 3; }
  }
  class Mail {
    @observed
    send() { return 'sent'; }
    @observed({ name: 'fetch' })
    static receive() { return 'received'; }
  }
  return [new Orders().place(), new Stock().count(), new Mail().send(), Mail.receive()];
}
`;

interface Program {
  run(recorder: MethodRecorder): unknown[];
}

test.each([
  ['of the standard', false],
  ['before the standard', true],
])('decorators %s do what the functions do', async (_, experimentalDecorators) => {
  const { code } = await transform(PROGRAM, {
    loader: 'ts',
    target: 'es2022',
    tsconfigRaw: { compilerOptions: { experimentalDecorators } },
  });
  const file = join(temporaryFolder(), 'program.mjs');
  writeFileSync(file, code);
  const program = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Program;
  const registry = createRegistry();
  const definition = defineMonitoring({ service: 'shop', kits: [methods()] });
  const results = program.run(createMethodRecorder(definition, registry));
  expect(await Promise.all(results)).toEqual(['placed', 3, 'sent', 'received']);
  const calls = valuesOf(registry, 'method_calls_total');
  expect(calls).toMatchObject({
    'method_calls_total{class="Orders", method="place", status="success"}': 1,
    'method_calls_total{class="stock", method="count", status="success"}': 1,
    'method_calls_total{class="Mail", method="send", status="success"}': 1,
    'method_calls_total{class="Mail", method="fetch", status="success"}': 1,
  });
});
