import type { FieldOperator, LogFilter } from '@telltale/model';
import fc from 'fast-check';
import { TRACE_ID } from './log-fixture.ts';

const field = (name: string, operator: FieldOperator, value: string): LogFilter => ({
  kind: 'field',
  field: name,
  operator,
  value,
});
const has = (name: string): LogFilter => ({ kind: 'has', field: name });
const text = (wanted: string): LogFilter => ({ kind: 'text', text: wanted });
const regexp = (pattern: string): LogFilter => ({ kind: 'regexp', pattern });

/** One filter of each kind, and those that databases are known to get wrong. */
export const FILTERS: readonly LogFilter[] = [
  { kind: 'severity', atLeast: 17 },
  { kind: 'severity', atLeast: 0 },
  text('FAILED'),
  text(''),
  text('grüsse'),
  text('σίσυφος'),
  text('日本'),
  text('🚀'),
  text('\' " ` and \\ back'),
  text('{p0:String} %s ?'),
  text('%'),
  text('line\nsecond'),
  text('zero \u0000 and'),
  regexp('orders/1\\d+ '),
  regexp('^GET'),
  regexp('first.*second'),
  regexp('(?s)first.*second'),
  regexp('(?i)TIMEOUT$'),
  regexp('[^\\x00-\\x7F]{3}'),
  regexp("'|`"),
  regexp('back slash \\\\n'),
  regexp(''),
  field('service', '=', 'shop'),
  field('service', '=', 'unknown_service'),
  field('service', '!=', 'shop'),
  field('service', '=~', 'shop|pay.*'),
  field('service', '!~', 'pay'),
  field('level', '=', 'error'),
  field('level', '=', ''),
  field('level', '=~', 'warn|fatal'),
  field('logger', '=', 'db.pool'),
  field('logger', '!=', 'db.pool'),
  field('message', '=', 'again'),
  field('message', '=~', '.*second.*'),
  field('trace_id', '=', TRACE_ID),
  field('span_id', '!=', ''),
  field('http.route', '=', '/orders/:id'),
  field('status', '=', '504'),
  field('status', '>=', '500'),
  field('took', '<', '7.125'),
  field('took', '<=', '7.125'),
  field('took', '>', 'abc'),
  field('took', '>', ''),
  field('order.id', '>', '100'),
  field('order.paid', '=', 'true'),
  field('order.tags', '=', '["new","gift"]'),
  field('order', '=~', '.*"paid":true.*'),
  field('order.none.such', '=', ''),
  field('resource.host.name', '=', 'payment-1'),
  field('resource.deployment.zone', '=', 'a'),
  field('resource.service.name', '=', ''),
  field('number', '=', '12.5'),
  field('number', '>=', '12.5'),
  field('hex', '>', '1'),
  field('huge', '>', '1e299'),
  field('small', '<', '0'),
  field('space', '=', '42'),
  field('space', '>', '41'),
  field('nothing', '=', 'null'),
  field('empty', '=', ''),
  field("quote'd", '=', "it's"),
  field("x') OR 1=1 --", '=', 'x'),
  field('__proto__', '=', 'polluted?'),
  field('a.b', '=', 'whole'),
  field('a.c.d', '=', '7'),
  field('a.e.f', '=', 'true'),
  field('', '=', 'no name'),
  has('order.id'),
  has('a.c'),
  has('a.c.d.e'),
  has('empty'),
  has('nothing'),
  has('mapping'),
  has('constructor'),
  has('toString'),
  has('logger'),
  has('level'),
  has('trace_id'),
  has('resource.host.name'),
  has('resource.none'),
  { kind: 'and', filters: [] },
  { kind: 'or', filters: [] },
  { kind: 'not', filter: has('order') },
  {
    kind: 'and',
    filters: [field('service', '=', 'shop'), text('done'), { kind: 'not', filter: has('logger') }],
  },
  {
    kind: 'or',
    filters: [field('level', '=', 'fatal'), { kind: 'and', filters: [text('failed'), has('order.id')] }],
  },
];

const FIELDS = [
  'service',
  'level',
  'logger',
  'message',
  'status',
  'took',
  'order.id',
  'order.tags',
  'a.b',
  'a.e.f',
  'none',
];
const OPERATORS: readonly FieldOperator[] = ['=', '!=', '=~', '!~', '<', '<=', '>', '>='];
const PATTERNS = ['.*', '.+', 'shop', '[0-9]+', 'GET.*done', '(?i)error|', '5..', ''];
const VALUES = ['', 'shop', 'error', 'http', '200', '504', '12.5', '7', 'again', 'true'];

const leaf: fc.Arbitrary<LogFilter> = fc.oneof(
  fc.integer({ min: 0, max: 24 }).map((atLeast): LogFilter => ({ kind: 'severity', atLeast })),
  fc.oneof(fc.constantFrom('get', 'A', 'ü', '9', 'done'), fc.string({ maxLength: 3 })).map(text),
  fc.constantFrom(...PATTERNS).map(regexp),
  fc.constantFrom(...FIELDS).map(has),
  fc
    .tuple(
      fc.constantFrom(...FIELDS),
      fc.constantFrom(...OPERATORS),
      fc.constantFrom(...VALUES),
      fc.constantFrom(...PATTERNS),
    )
    .map(([name, operator, value, pattern]) =>
      field(name, operator, operator.endsWith('~') ? pattern : value),
    ),
);

/** Filters in filters, over what the fixture has. */
export const anyFilter: fc.Arbitrary<LogFilter> = fc.letrec<{ filter: LogFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(fc.constantFrom('and', 'or'), fc.array(tie('filter'), { maxLength: 3 }))
      .map(([kind, filters]): LogFilter => ({ kind, filters })),
    tie('filter').map((filter): LogFilter => ({ kind: 'not', filter })),
  ),
})).filter;
