import { describe, expect, test } from 'vitest';
import { event } from '../logs/event.ts';
import { logIndex, logIndexName } from '../logs/log-index.ts';
import type { LogsDeclaration } from '../logs/logs-declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from './resolve-definition.ts';

const MIB = 1024 ** 2;

function resolved(logs: LogsDeclaration) {
  const { logs: found } = resolveDefinition(defineMonitoring({ service: 'shop', logs }));
  return found;
}

/** As JavaScript has it, which no compiler has seen. */
function faultsOf(logs: object): string {
  try {
    resolved(logs);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}

describe('the logs of a definition', () => {
  test('go to the console at info where nothing is said', () => {
    expect(resolved({})).toEqual({
      level: 'info',
      sinks: [{ kind: 'console' }],
      retentionMs: 30 * 86_400_000,
      flushEveryMs: 100,
    });
  });

  test.each([
    ['DEBUG', 'debug'],
    ['INFO', 'info'],
    ['WARNING', 'warn'],
    ['ERROR', 'error'],
    ['CRITICAL', 'fatal'],
    ['warning', 'warn'],
  ] as const)('the level %s is %s, for the section, a sink and a logger', (name, level) => {
    const logs = resolved({
      level: name,
      sinks: [{ kind: 'console', level: name }],
      loggers: { orders: name },
    });
    expect([logs?.level, logs?.sinks[0].level, logs?.loggers?.['orders']]).toEqual([level, level, level]);
  });

  test('a file is rotated at 10 MB and five are kept, unless it says otherwise', () => {
    const { sinks = [] } =
      resolved({
        sinks: [
          { kind: 'file', path: 'a.log' },
          {
            kind: 'file',
            path: 'b.log',
            maxSize: '1MB',
            maxFiles: 2,
            daily: true,
            gzip: true,
            format: 'ecs',
          },
        ],
      }) ?? {};
    expect(sinks).toEqual([
      { kind: 'file', path: 'a.log', format: 'json', maxBytes: 10 * MIB, maxFiles: 5 },
      { kind: 'file', path: 'b.log', format: 'ecs', maxBytes: MIB, maxFiles: 2, daily: true, gzip: true },
    ]);
  });

  test('hosts of Elasticsearch are written as its own clients take them', () => {
    const logs = resolved({
      sinks: [
        {
          kind: 'elasticsearch',
          hosts: ['elasticsearch:9200', 'https://other:9200'],
          index: 'service-logs',
          apiKey: { env: 'ELASTIC_API_KEY' },
          buffer: '1MB',
          spool: false,
        },
      ],
    });
    expect(logs?.sinks).toEqual([
      {
        kind: 'elasticsearch',
        format: 'json',
        url: 'http://elasticsearch:9200',
        hosts: ['http://elasticsearch:9200', 'https://other:9200'],
        index: 'service-logs',
        apiKey: { env: 'ELASTIC_API_KEY' },
        bufferBytes: MIB,
        spool: false,
      },
    ]);
  });

  test('events have a level, a message and fields', () => {
    const paid = event(
      { order: 'string', amount: 'number', coupon: 'string?', by: ['card', 'cash'] },
      { level: 'WARNING', message: 'Paid' },
    );
    expect(resolved({ events: { paid } })?.events).toEqual({
      paid: {
        level: 'warn',
        message: 'Paid',
        fields: [
          { name: 'order', type: 'string', isOptional: false },
          { name: 'amount', type: 'number', isOptional: false },
          { name: 'coupon', type: 'string', isOptional: true },
          { name: 'by', type: 'string', isOptional: false },
        ],
      },
    });
  });

  test.each([
    [{ level: 'loud' }, 'logs.level: write one of trace, debug'],
    [{ leve: 'info' }, "did you mean 'level'?"],
    [{ loggers: { a: 'loud' } }, 'logs.loggers.a: write one of'],
    [{ events: { a: {} } }, 'logs.events.a: write event('],
    [{ events: { a: event({ b: 'text' as 'string' }) } }, "logs.events.a.fields.b: write 'string'"],
    [{ sampling: [{ ratio: 2 }] }, 'logs.sampling.0.ratio: write a share'],
    [{ sampling: [{ ratio: 1, upTo: 'error' }] }, 'errors are always kept'],
    [{ rateLimit: 0 }, 'logs.rateLimit: write the most records a second'],
    [{ dedupe: 'soon' }, 'logs.dedupe'],
    [{ sinks: [{ kind: 'syslog' }] }, 'logs.sinks.0.kind: write one of console, file'],
    [{ sinks: [{ kind: 'console', format: 'xml' }] }, 'logs.sinks.0.format: write one of json'],
    [{ sinks: [{ kind: 'console', stream: 'tape' }] }, 'write stdout or stderr'],
    [
      { sinks: [{ kind: 'file', path: 'a', maxSize: 'big' }] },
      "logs.sinks.0.maxSize: write a size such as '10MB'",
    ],
    [{ sinks: [{ kind: 'file', path: 'a', gzip: 'yes' }] }, 'logs.sinks.0.gzip: write true or false'],
    [{ sinks: [{ kind: 'elasticsearch' }] }, 'logs.sinks.0.url'],
    [
      { sinks: [{ kind: 'elasticsearch', url: 'http://a', apiKey: 'k' }] },
      'a secret never stands in a definition',
    ],
    [{ sinks: [{ kind: 'otlp', url: 'http://a', spool: 5 }] }, 'logs.sinks.0.spool'],
  ])('%j is a fault that says where', (logs, message) => expect(faultsOf(logs)).toContain(message));
});

describe('the index of a name', () => {
  const timeMs = Date.UTC(2026, 8, 4, 23, 59);

  test.each([
    ['dev-pynode-logs', 'dev-pynode-logs-2026.09.04'],
    ['dev-pynode-logs-%{+YYYY.MM.dd}', 'dev-pynode-logs-2026.09.04'],
    ['service-logs', 'service-logs-2026.09.04'],
    ['app-%{+yyyy.MM}-logs', 'app-2026.09-logs'],
    ['logs-dev-pynode', 'logs-dev_pynode-default'],
    [undefined, 'logs-shop-default'],
  ])('%s is %s on a day', (name, expected) =>
    expect(logIndexName(logIndex(name, 'shop'), timeMs)).toBe(expected),
  );
});
