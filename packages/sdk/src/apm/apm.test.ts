import { mkdirSync, writeFileSync } from 'node:fs';
import { defineMonitoring } from '@telltale/definition';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Telemetry } from '../instrument.ts';
import { instrument } from '../instrument.ts';
import { createRegistry } from '../registry/registry.ts';
import { diagnosticsOf, dropped } from '../../test/support/registry-view.ts';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { runProgram, temporaryFolder } from '../../test/support/workspace.ts';
import type { ApmContext } from './apm-context.ts';
import { createApm } from './apm.ts';
import { metricNameOf } from './metric-names.ts';

type Call = readonly [name: string, ...args: unknown[]];

/** An agent as strict as the real one about what it is given, which keeps what it got. */
function strictAgent(): { readonly calls: Call[] } & Record<string, unknown> {
  const calls: Call[] = [];
  const note =
    (name: string, isRight: (...args: never[]) => boolean) =>
    (...args: never[]) => {
      if (!isRight(...args)) throw new TypeError(`bad arguments for ${name}: ${JSON.stringify(args)}`);
      calls.push([name, ...args]);
    };
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
  const run =
    (name: string) =>
    (...args: unknown[]) => {
      const handle = args.pop();
      if (typeof handle !== 'function' || !args.every((one) => isText(one) || typeof one === 'boolean'))
        throw new TypeError(`bad arguments for ${name}`);
      calls.push([name, ...args]);
      return handle() as unknown;
    };
  return {
    calls,
    recordMetric: note('recordMetric', (name: unknown, value: unknown) => {
      return isText(name) && name.startsWith('Custom/') && typeof value === 'number';
    }),
    incrementMetric: note(
      'incrementMetric',
      (name: unknown, step: unknown) => isText(name) && Number.isInteger(step),
    ),
    recordCustomEvent: note('recordCustomEvent', (type: unknown, attributes: unknown) => {
      return isText(type) && /^[\w: ]{1,255}$/.test(type) && typeof attributes === 'object';
    }),
    noticeError: note('noticeError', (error: unknown) => error instanceof Error),
    addCustomAttribute: note('addCustomAttribute', (name: unknown) => isText(name)),
    startBackgroundTransaction: run('startBackgroundTransaction'),
    startWebTransaction: run('startWebTransaction'),
    startSegment: run('startSegment'),
    getTransaction: () => ({ end: () => calls.push(['transaction.end']) }),
  };
}

/** What a logger was told. */
function logOf(): NonNullable<ApmContext['log']> & { readonly told: unknown[] } {
  const told: unknown[] = [];
  return {
    told,
    undeclaredEvent: (name, fields) => told.push([name, { ...fields }]),
    error: (fields, message) => told.push([fields, message]),
  };
}

/** A service whose spans arrive. */
async function tracedService(): Promise<{
  t: Telemetry<Record<string, never>>;
  spans: () => Promise<Awaited<ReturnType<typeof startSpanReceiver>>['spans']>;
}> {
  const receiver = await startSpanReceiver();
  const t = instrument(
    defineMonitoring({ service: 'gateway', traces: { endpoint: receiver.url, ratio: 1 } }),
  );
  onTestFinished(() => t.shutdown());
  const spans = async () => {
    await t.shutdown();
    return receiver.spans;
  };
  return { t, spans };
}

test('Custom/AI/Requests and Custom/AI/TokensUsed are series with names that Prometheus takes', () => {
  const registry = createRegistry();
  const agent = strictAgent();
  const newrelic = createApm({ registry }, { agent });
  newrelic.recordMetric('Custom/AI/Requests', 1);
  newrelic.recordMetric('Custom/AI/TokensUsed', 120);
  newrelic.recordMetric('Custom/AI/TokensUsed', 30);
  newrelic.recordMetric('Custom/AI/TokensUsed', { count: 2, total: 50 });
  newrelic.incrementMetric('Custom/AI/Requests');
  newrelic.incrementMetric('Custom/AI/Requests', 4);
  const page = registry.expose();
  for (const line of [
    'custom_ai_requests_count 1',
    'custom_ai_requests_sum 1',
    'custom_ai_tokens_used_count 4',
    'custom_ai_tokens_used_sum 200',
    'custom_ai_requests_total 5',
  ])
    expect(page).toContain(`\n${line}\n`);
  expect(agent.calls).toEqual([
    ['recordMetric', 'Custom/AI/Requests', 1],
    ['recordMetric', 'Custom/AI/TokensUsed', 120],
    ['recordMetric', 'Custom/AI/TokensUsed', 30],
    ['incrementMetric', 'Custom/AI/Requests', 1],
    ['incrementMetric', 'Custom/AI/Requests', 4],
  ]);
});

test('the custom event AIRequest arrives as log record, as event of the span, and at the agent', async () => {
  const { t, spans } = await tracedService();
  const agent = strictAgent();
  const log = logOf();
  const newrelic = createApm({ registry: t.registry, trace: t.trace, log }, { agent });
  const attributes = { model: 'gpt-4', tokens: 120, duration: 0.8, api_key: 'hunter2' };
  t.trace('ai-request', () => newrelic.recordCustomEvent('AIRequest', attributes));
  const shown = { model: 'gpt-4', tokens: 120, duration: 0.8, api_key: '__redacted__' };
  expect(log.told).toEqual([['AIRequest', shown]]);
  expect(agent.calls).toEqual([['recordCustomEvent', 'AIRequest', attributes]]);
  expect(t.registry.expose()).toContain('\napm_custom_events_total{event_type="AIRequest"} 1\n');
  const [span] = await spans();
  expect(span.events.map(({ name }) => name)).toEqual(['AIRequest']);
  expect(Object.fromEntries(Object.entries(span.events[0].attributes))).toEqual(shown);
});

test('an error that is noticed is logged, noted in the span and counted; one that is expected fails no span', async () => {
  const { t, spans } = await tracedService();
  const log = logOf();
  const newrelic = createApm({ registry: t.registry, trace: t.trace, log }, { agent: strictAgent() });
  const error = new RangeError('too many tokens');
  t.trace('failed', () => newrelic.noticeError(error, { model: 'gpt-4' }));
  t.trace('fine', () => newrelic.noticeError(error, {}, true));
  newrelic.noticeError('plainly');
  expect(log.told[0]).toEqual([{ model: 'gpt-4', err: error, expected: false }, 'too many tokens']);
  const page = t.registry.expose();
  expect(page).toContain('apm_noticed_errors_total{error_type="RangeError",expected="false"} 1\n');
  expect(page).toContain('apm_noticed_errors_total{error_type="string",expected="false"} 1\n');
  const told = (await spans()).map(({ name, status, events }) => [name, status, events.length]);
  expect(told).toEqual([
    ['failed', 'error', 1],
    ['fine', 'unset', 1],
  ]);
});

describe('a transaction', () => {
  test('is a trace of its own: it ends with its work, with its promise, or when it is told to', async () => {
    const { t, spans } = await tracedService();
    const agent = strictAgent();
    const apm = createApm(t, { agent });
    expect(apm.startWebTransaction('/chat?token=x', () => 1)).toBe(1);
    await apm.startBackgroundTransaction('nightly', 'jobs', async () => {
      apm.addCustomAttribute('rows', 3);
      apm.startSegment('read', true, () => apm.setTransactionName('read rows'));
      await Promise.resolve();
    });
    let end: (() => void) | undefined;
    apm.startBackgroundTransaction('mail', () => {
      const transaction = apm.getTransaction();
      end = () => transaction.end();
    });
    end?.();
    const error = new Error('no');
    expect(() =>
      apm.startWebTransaction('/fail', () => {
        throw error;
      }),
    ).toThrow(error);
    await expect(apm.startWebTransaction('/reject', () => Promise.reject(error))).rejects.toBe(error);
    await Promise.resolve();
    const sent = await spans();
    expect(sent.map(({ name }) => name).toSorted()).toEqual(
      ['/chat', '/fail', '/reject', 'mail', 'nightly', 'read rows'].toSorted(),
    );
    expect(new Set(sent.map(({ traceId }) => traceId)).size).toBe(5);
    const nightly = sent.find(({ name }) => name === 'nightly');
    expect(nightly?.attributes['rows']).toBe(3);
    expect(agent.calls.filter(([name]) => name === 'startBackgroundTransaction')).toEqual([
      ['startBackgroundTransaction', 'nightly', 'jobs'],
      ['startBackgroundTransaction', 'mail'],
    ]);
    expect(agent.calls.at(-1)).not.toBeUndefined();
  });

  test('without traces and without an agent is just its work', () => {
    const apm = createApm({ registry: createRegistry() }, { agent: false });
    expect(apm.startBackgroundTransaction('nightly', () => 5)).toBe(5);
    expect(apm.startSegment('part', false, () => 6)).toBe(6);
    apm.endTransaction();
    expect(apm.getTraceMetadata()).toEqual({ traceId: '', spanId: '' });
  });
});

describe('the agent', () => {
  test('that fails is told of, and harms nothing', () => {
    const registry = createRegistry();
    const broken = new Proxy(
      {},
      {
        get: () => () => {
          throw new Error('agent down');
        },
      },
    );
    const apm = createApm({ registry }, { agent: broken });
    apm.recordMetric('Custom/A', 1);
    expect(apm.startWebTransaction('/x', () => 7)).toBe(7);
    expect(registry.expose()).toContain('\ncustom_a_count 1\n');
    expect(diagnosticsOf(registry).map(({ message }) => message)).toContain(
      'the agent could not recordMetric: Error: agent down',
    );
  });

  test('is the installed package newrelic, where there is one', async () => {
    const folder = temporaryFolder();
    mkdirSync(`${folder}/node_modules/newrelic`, { recursive: true });
    writeFileSync(
      `${folder}/node_modules/newrelic/index.js`,
      `exports.recordMetric = (name, value) => console.log('agent', name, value);`,
    );
    const program = `
      import { createRegistry } from '${import.meta.resolve('../index.ts')}';
      import { createApm } from '${import.meta.resolve('../apm.ts')}';
      const newrelic = createApm({ registry: createRegistry() });
      newrelic.recordMetric('Custom/AI/Requests', 1);`;
    const flags = [
      '--conditions=@telltale/source',
      '--no-warnings',
      '--input-type=module',
      '--eval',
      program,
    ];
    expect(await runProgram('node', flags, { cwd: folder })).toEqual({
      exit: 0,
      output: 'agent Custom/AI/Requests 1\n',
    });
  });
});

describe('hostile names and values', () => {
  test('there are so many metrics and no more, however many names', () => {
    const registry = createRegistry();
    const apm = createApm({ registry }, { agent: false });
    for (let user = 0; user < 2000; user++) apm.recordMetric(`Custom/User/${user}`, 1);
    expect(registry.expose().match(/^# TYPE custom_user_\d+ summary$/gm)).toHaveLength(500);
    expect(dropped(registry, 'series_limit')).toBe(1500);
  });

  test('any name becomes one that Prometheus takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        expect(metricNameOf(name)).toMatch(/^[a-z][a-z0-9_]*$/);
      }),
    );
    expect(['Custom/AI/TokensUsed', 'Custom/HTTPServer/p99', '9/lives', '', '///'].map(metricNameOf)).toEqual(
      ['custom_ai_tokens_used', 'custom_http_server_p99', 'custom_9_lives', 'custom_metric', 'custom_metric'],
    );
  });

  test('nothing throws, whatever it is given', () => {
    const registry = createRegistry();
    const apm = createApm({ registry, log: logOf() }, { agent: false });
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('trap');
        },
      },
    );
    const values: unknown[] = [
      undefined,
      null,
      NaN,
      -1,
      'x',
      {},
      [],
      trap,
      Symbol('s'),
      () => 1,
      { toString: 5 },
    ];
    for (const a of values) {
      for (const b of values) {
        for (const record of Object.values(apm).slice(0, 7)) {
          expect(() => Reflect.apply(record as () => void, apm, [a, b])).not.toThrow();
        }
      }
    }
  });
});
