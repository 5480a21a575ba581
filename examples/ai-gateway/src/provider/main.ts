import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { instrument } from '@telltale/sdk';
import { counter, defineMonitoring, httpServer, nodeRuntime } from '@telltale/sdk/define';

import type { SiteName } from '../../sites.ts';
import { STATION, portOf } from '../../sites.ts';
import { createAnswerer } from './answerer.ts';
import type { CompletionRequest } from './completions.ts';
import { sendCompletion, sendJson } from './completions.ts';

// A provider of a language model, in OpenAI's format: `main.ts local` or `main.ts distant`.
const [, , name = 'local'] = process.argv;
const served = counter({ help: 'Tokens of answers that were sent', labels: { type: ['input', 'output'] } });
const t = instrument(
  defineMonitoring({
    service: 'ai-service',
    kits: [httpServer(), nodeRuntime()],
    metrics: { served_tokens_total: served },
    health: { drainDelay: '0s' },
    ...(process.env.GATEWAY_DEMO === '1' && { traces: { endpoint: STATION, ratio: 1 } }),
  }),
);

/** What it knows: the documents of this repository. */
const ROOT = join(import.meta.dirname, '../../../..');
const files = ['*.md', 'packages/*/README.md', 'examples/*/README.md'].flatMap((glob) =>
  globSync(glob, { cwd: ROOT }),
);
const answerTo = createAnswerer(files.map((file) => readFileSync(join(ROOT, file), 'utf8')));

/** What goes wrong on purpose, as `PUT /fault` says; the distant provider is never quick. */
let fault = { latencyMs: name === 'distant' ? 40 : 0, refuseEvery: name === 'distant' ? 10 : 0 };
let asked = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = Buffer.concat(await request.toArray()).toString();
  if (request.method === 'PUT' && request.url === '/fault') {
    fault = { ...fault, ...(JSON.parse(text) as object) };
    sendJson(response, 200, fault);
    return;
  }
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
    sendJson(response, 404, { error: { message: 'POST /v1/chat/completions' } });
    return;
  }
  t.http.route(request, '/v1/chat/completions');
  if (fault.latencyMs > 0) await delay(fault.latencyMs);
  if (fault.refuseEvery > 0 && ++asked % fault.refuseEvery === 0) {
    response.setHeader('retry-after', '1');
    sendJson(response, 429, {
      error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
    });
    return;
  }
  const completion = JSON.parse(text) as CompletionRequest;
  const found = answerTo(completion.messages.at(-1)?.content ?? '');
  t.metrics.served_tokens_total.inc({ type: 'input' }, found.promptTokens);
  t.metrics.served_tokens_total.inc({ type: 'output' }, found.completionTokens);
  sendCompletion(response, completion, found);
}

const server = createServer(
  t.http.wrap((request, response) => {
    answer(request, response).catch((error: unknown) =>
      sendJson(response, 400, { error: { message: String(error) } }),
    );
  }),
);
server.listen(portOf(name as SiteName), '127.0.0.1');
await once(server, 'listening');
t.lifecycle.manage(server);
t.ready();
