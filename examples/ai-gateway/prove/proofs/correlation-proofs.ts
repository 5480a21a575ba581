import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Proof } from 'telltale-example-support/proving';
import { runScript } from 'telltale-example-support/proving';
import { waitFor } from 'telltale-example-support/waiting';
import { TELLTALE } from 'telltale-example-support/watching';

import { CONFIG } from '../../src/demo/start-gateway.ts';
import type { Bench } from '../bench.ts';

interface Span {
  readonly name: string;
  readonly service: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly {
    readonly name: string;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
}

interface LogRecord {
  readonly message: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const AI_REQUEST = { model: 'extract-1', tokens: 'number', duration: 'number' };

/** What belongs together is found together. */
export const CORRELATION_PROOFS: readonly Proof<Bench>[] = [
  {
    rows: ['S4-55', 'S4-56'],
    title:
      'a question is one trace through gateway and provider, with a span ai-request that names model and provider',
    run: async (bench) => {
      const traceId = await askInTrace(bench);
      const spans = await spansOf(bench, traceId);
      const asked = spans.find(({ name }) => name === 'ai-request');
      assert.deepEqual(
        [asked?.attributes['ai.model'], asked?.attributes['ai.provider'], asked?.service],
        ['extract-1', 'local', 'dev-pynode'],
      );
      assert.ok(spans.some(({ service }) => service === 'ai-service'));
      const ids = new Set(spans.map(({ spanId }) => spanId));
      const strays = spans.filter(({ parentSpanId }) => parentSpanId !== undefined && !ids.has(parentSpanId));
      // The one that the request has named itself.
      assert.equal(strays.length, 1);
    },
  },
  {
    rows: ['S4-54'],
    title:
      'the custom event AIRequest is a log record and an event of the span, with model, tokens and duration',
    run: async (bench) => {
      const traceId = await askInTrace(bench);
      const spans = await spansOf(bench, traceId);
      const events = spans.flatMap((span) => span.events).filter(({ name }) => name === 'AIRequest');
      const query = encodeURIComponent(`trace:${traceId}`);
      let records: readonly LogRecord[] = [];
      await waitFor('the log record', async () => {
        const response = await fetch(`${bench.stationUrl}/api/telltale/logs?query=${query}`);
        ({ records } = (await response.json()) as { readonly records: readonly LogRecord[] });
        return records.some(({ message }) => message === 'AIRequest');
      });
      const logged = records.find(({ message }) => message === 'AIRequest');
      for (const attributes of [events[0].attributes, logged?.attributes ?? {}]) {
        const { model, tokens, duration } = attributes;
        assert.deepEqual({ model, tokens: typeof tokens, duration: typeof duration }, AI_REQUEST);
      }
    },
  },
  {
    rows: ['S4-01'],
    title: 'from the same definition come the files for Filebeat, Logstash, Elasticsearch and Kibana',
    run: async (bench) => {
      const out = join(bench.folder, 'generated');
      await runScript(TELLTALE, ['gen', 'all', '--config', CONFIG, '--out', out]);
      const texts = globSync('**/*.{yml,conf}', { cwd: out }).map((file) =>
        readFileSync(join(out, file), 'utf8'),
      );
      const all = texts.join('\n');
      for (const part of ['filebeat', 'logstash', 'elasticsearch', 'kibana', 'dev-pynode-logs'])
        assert.ok(all.includes(part), part);
    },
  },
];

/** Asks something new as part of a trace; the result is its id. */
async function askInTrace(bench: Bench): Promise<string> {
  const traceId = randomBytes(16).toString('hex');
  const response = await fetch(`${bench.urlOf('gateway')}/v1/chat`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${randomBytes(8).toString('hex')}-01`,
    },
    body: JSON.stringify({ question: `What is a trace, asked in ${traceId}?` }),
  });
  assert.equal(response.status, 200);
  await response.text();
  return traceId;
}

/** The spans of a trace, when all of them have come. */
async function spansOf(bench: Bench, traceId: string): Promise<readonly Span[]> {
  let spans: readonly Span[] = [];
  await waitFor('the spans of the trace', async () => {
    const response = await fetch(`${bench.stationUrl}/api/telltale/traces/${traceId}`);
    if (!response.ok) return false;
    ({ spans } = (await response.json()) as { readonly spans: readonly Span[] });
    return ['dev-pynode', 'ai-service'].every((name) => spans.some(({ service }) => service === name));
  });
  return spans;
}
