import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf, startLogs } from '../../test/support/logs.ts';
import type { LogEntry } from './records/log-entry.ts';
import { JsonLines } from './formats/json-lines.ts';
import { lineFormat } from './formats/line-format.ts';
import { cleanText } from './records/clean-text.ts';
import { FieldNames } from './records/field-names.ts';
import { LogScope } from './records/log-scope.ts';
import { RecordBuilder } from './records/record-builder.ts';
import { SensitiveNames } from './records/sensitive-names.ts';

const SENTINEL = 'hunter2hunter2';

/** What becomes of one call of `info`. */
function logged(...args: unknown[]) {
  const { log, lines, text } = startLogs();
  const [first, ...rest] = args;
  log.info(first, ...(rest as []));
  const all = lines();
  expect(all).toHaveLength(1);
  return { line: all[0], text: text() };
}

function throwing(): never {
  throw new Error('no');
}

describe('whatever is logged, one line of JSON comes of it, and nothing is thrown', () => {
  test.each<[string, unknown, unknown]>([
    [
      'a getter that throws',
      {
        get a() {
          return throwing();
        },
        b: 1,
      },
      { a: '[throws no]', b: 1 },
    ],
    [
      'a getter deep inside that throws',
      {
        a: {
          get b() {
            return throwing();
          },
          c: 1,
        },
      },
      { a: { b: '[throws no]', c: 1 } },
    ],
    ['toJSON that throws', { a: { toJSON: throwing } }, { a: '[throws no]' }],
    [
      'toJSON that gives itself',
      {
        a: {
          toJSON() {
            return this;
          },
        },
      },
      { a: '[circular]' },
    ],
    [
      'a proxy that tells nothing',
      { a: new Proxy({}, { ownKeys: throwing, get: throwing, getPrototypeOf: throwing }) },
      { a: '[throws no]' },
    ],
    [
      'a revoked proxy',
      (() => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        return { a: proxy };
      })(),
      {},
    ],
    [
      'a large integer',
      { a: 12n, b: 2n ** 64n, c: 10n ** 1_000n },
      { a: 12, b: '18446744073709551616', c: '[a very large bigint]' },
    ],
    ['symbols and functions', { a: Symbol('s'), b: throwing, [Symbol('k')]: 1 }, { a: 'Symbol(s)' }],
    ['what is no number', { a: NaN, b: -Infinity, c: -0 }, { a: 'NaN', b: '-Infinity', c: 0 }],
    [
      'dates, maps, sets, bytes',
      { a: new Date(NaN), b: new Map([['k', new Set([1])]]), c: Buffer.from('abc') },
      { a: 'Invalid Date', b: { k: [1] }, c: '[3 bytes]' },
    ],
    [
      'names of the language',
      JSON.parse('{"__proto__":{"polluted":1},"constructor":2,"toString":3}'),
      { constructor: 2, toString: 3 },
    ],
    ['a lone surrogate', { a: 'x\ud800y', 'k\udfff': 1 }, { a: 'x\ufffdy', 'k\ufffd': 1 }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ])('%s', (_, fields, expected) => {
    expect(logged('m', fields).line).toMatchObject(expected as object);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('cycles, in objects, lists and causes of errors', () => {
    const circular: Record<string, unknown> = { list: [] };
    circular['self'] = circular;
    (circular['list'] as unknown[]).push(circular);
    const error = new Error('a');
    error.cause = error;
    expect(logged('m', { circular, error }).line).toMatchObject({
      circular: { list: ['[circular]'], self: '[circular]' },
      error: { message: 'a', cause: '[circular]' },
    });
  });

  test('objects of 10 MB are cut, in little time and memory', () => {
    const fields = {
      text: 'x'.repeat(10 * 1024 ** 2),
      list: Array.from({ length: 1_000_000 }, (_, at) => at),
      names: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`name${at}`, at])),
      bytes: new Uint8Array(10 * 1024 ** 2),
    };
    const { line, text } = logged('m', fields);
    expect(text.length).toBeLessThan(200_000);
    expect(String(line['text'])).toMatch(/^x+… \(10469376 more characters\)$/);
    expect((line['list'] as unknown[]).at(-1)).toMatch(/^… \(\d+ more\)$/);
    expect(line['names']).toMatchObject({ '…': '99800 more' });
  });

  test('objects 10,000 deep are cut', () => {
    let deep: object = {};
    for (let depth = 0; depth < 10_000; depth++) deep = { deep };
    expect(logged('m', { deep }).text.length).toBeLessThan(300);
  });

  test('a message with line ends, colours and JSON of its own stays one line, in every format', () => {
    const message = '\u001b[2Jx\r\n{"level":"fatal"}\n2026-01-01 [FATAL] shop: fake\u0007\u202e\u0085';
    expect(logged(message).line['message']).toBe(message);
    const { builder, entry } = parts();
    const record = builder.build(entry({ message, fields: { [message]: message } })).record;
    for (const format of ['text', 'simple'] as const) {
      const line = lineFormat(format, false).lineOf(record);
      expect(line.match(/[\p{Cc}\u202e]/gu)).toEqual(['\n']);
      expect(line.endsWith('\n')).toBe(true);
    }
  });

  test('anything at all', () => {
    const { log, text } = startLogs({ level: 'trace' });
    const hostile = fc.oneof(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withTypedArray: true,
        withNullPrototype: true,
        withObjectString: true,
        withSparseArray: true,
      }),
      fc.constant(new Proxy({}, { ownKeys: throwing })),
      fc.string({ unit: 'binary' }),
    );
    let count = 0;
    fc.assert(
      fc.property(
        fc.array(hostile, { maxLength: 4 }),
        fc.dictionary(fc.string({ unit: 'binary' }), hostile),
        (args, bindings) => {
          const [first, ...rest] = args;
          log.child(bindings).info(first, ...(rest as []));
          count++;
        },
      ),
      { numRuns: 300 },
    );
    expect(linesOf(text())).toHaveLength(count);
  }, 30_000);
});

/** What makes lines, without files. */
function parts() {
  const names = new FieldNames();
  const builder = new RecordBuilder(names, 'shop', {});
  const scope = new LogScope({ service: 'shop' });
  const entry = (given: Partial<LogEntry>): LogEntry => ({
    timeMs: 0,
    level: 30,
    scope,
    message: 'm',
    fields: undefined,
    error: undefined,
    event: undefined,
    correlation: {},
    ...given,
  });
  return {
    names,
    builder,
    scope,
    entry,
    json: new JsonLines(names, 'shop', (each) => builder.build(each).record),
  };
}

test('the quick way of a line and the way by a record say the same', () => {
  const { names, builder, scope, entry, json } = parts();
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom('level', 'err', 'error', 'trace_id', 'request_id', 'a', 'b', 'password', 'event'),
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.object(),
    fc.constant(new Error('x')),
  );
  const fields = fc.dictionary(key, value, { maxKeys: 6 });
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fields,
      fields,
      fields,
      fc.option(fc.string()),
      (message, own, ofScope, ofContext, event) => {
        const each = entry({
          message,
          fields: own,
          event: event ?? undefined,
          scope: scope.with(ofScope, names),
          correlation: { traceId: '1'.repeat(32), requestId: 'r', fields: ofContext },
        });
        expect(JSON.parse(json.line(each))).toEqual(JSON.parse(json.lineOf(builder.build(each).record)));
      },
    ),
    { numRuns: 500 },
  );
}, 30_000);

describe('what opens doors is not shown', () => {
  test.each([
    'password',
    'userPassword',
    'PASSWD',
    'api_key',
    'apiKey',
    'x-api-key',
    'access_token',
    'authorization',
    'Authorization',
    'cookie',
    'set-cookie',
    'clientSecret',
    'private_key',
    'dbpassword',
    'sessionId',
    'creditCard',
    'jwt',
  ])('under the name %s, wherever it is', (name) => {
    const hidden = { [name]: SENTINEL };
    const error = Object.assign(
      new Error('failed', { cause: Object.assign(new Error('inner'), hidden) }),
      hidden,
    );
    const { log, text } = startLogs();
    log.child({ request: { headers: hidden } }).info('m', {
      ...hidden,
      list: [[hidden]],
      deep: { er: { than: hidden } },
      error,
      map: new Map([[name, SENTINEL]]),
    });
    log.info(`asked with ${name}=${SENTINEL}`);
    log.info(`asked with {"${name}":"${SENTINEL}"} and ${JSON.stringify(JSON.stringify(hidden))}`);
    log.info({ url: `https://shop.test/a?x=1&${name}=${SENTINEL}&y=2#z` });
    log.info('headers', { headers: [{ name, value: SENTINEL }] });
    expect(text()).not.toContain(SENTINEL);
    expect(text()).toContain('__redacted__');
  });

  test.each([
    `postgres://admin:${SENTINEL}@db:5432/shop`,
    `https://${SENTINEL}@host/path`,
    `redis://:${SENTINEL}@[::1]:6379`,
    `could not connect to amqp://u:p@ss${SENTINEL}@mq/vhost: refused`,
    `Authorization: Bearer ${SENTINEL}`,
    `authorization: basic ${SENTINEL}==`,
    `token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${SENTINEL}`,
    `used sk_live_${SENTINEL}`,
    `AWS AKIAIOSFODNN7EXAMPLE and password = '${SENTINEL}'`,
    `{"password": "a\\"${SENTINEL}"}`,
  ])('in the text %s', (message) => {
    const { text } = logged(message, { same: message, error: new Error(message) });
    expect(text).not.toContain(SENTINEL);
    expect(text).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  test('by names of the definition; what only looks like it is shown', () => {
    const { log, lines } = startLogs({ redact: ['customerName'], allowSensitive: ['page_token'] });
    log.info('m', {
      customer_name: SENTINEL,
      page_token: 'p2',
      token_type: 'bearer',
      tokens_used: 12,
      hasPassword: true,
      password: null,
      userId: 'u-1234',
      route: '/api/orders/:id',
      at: '12:30:05',
    });
    expect(lines()[0]).toMatchObject({
      customer_name: '__redacted__',
      page_token: 'p2',
      token_type: 'bearer',
      tokens_used: 12,
      hasPassword: true,
      password: null,
      userId: 'u-1234',
      route: '/api/orders/:id',
      at: '12:30:05',
    });
  });

  test('in a text of any length, in a time that grows with the length alone', () => {
    const names = new SensitiveNames();
    // Were it the square of the length, this would take minutes.
    for (const part of [
      'a="',
      "a='",
      'a:',
      'a://',
      'password=',
      '\\"a\\":',
      'x.',
      'eyJaaaaa.',
      '=:',
      '@://',
    ]) {
      const text = part.repeat(16_384 / part.length);
      for (let times = 0; times < 20; times++) expect(cleanText(text, names)).not.toBe('');
    }
  }, 30_000);
});
