import type { Attributes, LogRecord } from '@telltale/model';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A midnight that is over for long, so that records on both sides of it are in the past and in two days. */
export const MIDNIGHT_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;

/** All records of the fixture. */
export const EVERYTHING = { startMs: MIDNIGHT_MS - HOUR_MS, endMs: MIDNIGHT_MS + 2 * HOUR_MS };

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

const SERVICES = ['shop', 'payment', 'unknown_service'];
const RESOURCES: readonly Attributes[] = SERVICES.map((service) => ({
  'host.name': `${service}-1`,
  deployment: { environment: 'test', zone: 'a' },
}));

/** A record that nobody wants to hear more of than that. */
export function record(over: Partial<LogRecord> = {}): LogRecord {
  const base = { timeMs: MIDNIGHT_MS, severity: 9, service: 'shop', message: 'something happened' };
  return { ...base, attributes: {}, resource: RESOURCES[0], ...over };
}

/**
 * Records of an hour before and an hour after midnight: three services, all severities, many at the same moment,
 * some the same in everything, in the order of their arrival, which is not that of their times.
 */
export function logFixture(): LogRecord[] {
  const regular = Array.from({ length: 240 }, (_, index) => regularRecord(index));
  return [
    ...regular.filter((_, index) => index % 3 !== 0),
    ...ODD_RECORDS,
    ...regular.filter((_, index) => index % 3 === 0),
  ];
}

function regularRecord(index: number): LogRecord {
  const service = index % SERVICES.length;
  // Four at a time share a moment.
  const timeMs = MIDNIGHT_MS - HOUR_MS + Math.floor(index / 4) * 2 * MINUTE_MS + 0.123;
  return {
    timeMs,
    severity: index % 25,
    ...(index % 7 === 0 && { severityText: 'NOTICE' }),
    service: SERVICES[service],
    ...(index % 2 === 0 && { logger: index % 4 === 0 ? 'http' : 'db.pool' }),
    message: index % 5 === 0 ? `GET /orders/${index} failed: timeout` : `GET /orders/${index} done`,
    ...(index % 10 === 0 && { traceId: TRACE_ID, spanId: index.toString(16).padStart(16, '0') }),
    attributes: {
      'http.route': '/orders/:id',
      status: index % 5 === 0 ? 504 : 200,
      took: index / 8,
      ...(index % 6 === 0 && { order: { id: index, paid: index % 4 === 0, tags: ['new', 'gift'] } }),
    },
    resource: RESOURCES[service],
  };
}

/** What programs really log. */
const ODD_RECORDS: readonly LogRecord[] = [
  record({ message: '' }),
  record({ message: 'first line\nsecond line\twith a tab' }),
  record({ message: 'GRÜSSE aus Köln: ΣΊΣΥΦΟΣ, 日本語, 🚀' }),
  record({ message: `quotes ' " \` and \\ back slash \\n, {p0:String} %s ? ; -- /* */` }),
  record({ message: `long ${'x'.repeat(100_000)} end` }),
  record({ message: 'zero \u0000 and bell \u0007 and escape \u001b[31mred' }),
  record({ severity: 0, message: 'of no severity' }),
  record({ timeMs: MIDNIGHT_MS - 0.001, message: 'a microsecond before midnight' }),
  record({ timeMs: MIDNIGHT_MS + 0.001, message: 'a microsecond after midnight' }),
  record({
    message: 'odd attributes',
    attributes: Object.assign(Object.create(null), {
      ['__proto__']: 'polluted?',
      constructor: 'c',
      '': 'no name',
      'a.b': 'whole',
      a: { b: 'inner', c: { d: 7 }, 'e.f': true },
      "quote'd": "it's",
      nothing: null,
      no: false,
      list: [1, 'two', null],
      empty: '',
      number: '12.50',
      hex: '0x10',
      huge: 1e300,
      small: -0.5,
      space: '  42 ',
      mapping: {},
    }) as Attributes,
  }),
  // The same twice, then a third that differs in nothing but an attribute.
  record({ message: 'again', attributes: { n: 1 } }),
  record({ message: 'again', attributes: { n: 1 } }),
  record({ message: 'again', attributes: { n: 2 } }),
];
