import { describe, expect, test } from 'vitest';
import { SearchSyntaxError } from '../search/search-syntax-error.ts';
import type { LogFilter } from './log-filter.ts';
import { parseLogQuery } from './parse-log-query.ts';

const text = (words: string): LogFilter => ({ kind: 'text', text: words });
const atLeast = (severity: number): LogFilter => ({ kind: 'severity', atLeast: severity });
const not = (filter: LogFilter): LogFilter => ({ kind: 'not', filter });
const all = (...filters: LogFilter[]): LogFilter => ({ kind: 'and', filters });
const some = (...filters: LogFilter[]): LogFilter => ({ kind: 'or', filters });
type Operator = Extract<LogFilter, { kind: 'field' }>['operator'];
const field = (name: string, operator: Operator, value: string): LogFilter => ({
  kind: 'field',
  field: name,
  operator,
  value,
});

describe('a query for logs', () => {
  test.each<[string, LogFilter]>([
    ['', all()],
    ['  *  ', all()],
    ['refused', text('refused')],
    ['"connection reset"', text('connection reset')],
    [String.raw`"say \"a\\b\"\n"`, text('say "a\\b"\n')],
    ['user-7@a.b#5', text('user-7@a.b#5')],
    ['pay*', text('pay')],
    ['*time*out*', { kind: 'regexp', pattern: '(?is)time.*out' }],
    [String.raw`5\*3`, text('5*3')],
    [String.raw`C:\temp`, field('C', '=', String.raw`\temp`)],
    ['/time(out)? after \\d+/', { kind: 'regexp', pattern: 'time(out)? after \\d+' }],
    [String.raw`/a\/b/`, { kind: 'regexp', pattern: 'a/b' }],
    ['/api/users', text('/api/users')],
    [
      'http://a:80/b std::vector 12:30:05 a->b',
      all(...['http://a:80/b', 'std::vector', '12:30:05', 'a->b'].map(text)),
    ],
  ])('%j looks into messages', (query, filter) => {
    expect(parseLogQuery(query)).toEqual(filter);
  });

  test.each<[string, LogFilter]>([
    ['service:shop', field('service', '=', 'shop')],
    ['service=shop', field('service', '=', 'shop')],
    ['service!=shop', field('service', '!=', 'shop')],
    ['service:"a shop"', field('service', '=', 'a shop')],
    ['"odd name":7', field('odd name', '=', '7')],
    ['trace:0AF7651916CD43DD8448EB211C80319C', field('trace_id', '=', '0af7651916cd43dd8448eb211c80319c')],
    ['"trace":A', field('trace', '=', 'A')],
    ['span:b7ad', field('span_id', '=', 'b7ad')],
    ['http.route:/api/v1/pay', field('http.route', '=', '/api/v1/pay')],
    ['app.kubernetes.io/name:x', field('app.kubernetes.io/name', '=', 'x')],
    ['name:pay.*', field('name', '=~', String.raw`pay\..*`)],
    ['name!=*pay*', field('name', '!~', '.*pay.*')],
    ['name:"pay*"', field('name', '=', 'pay*')],
    ['name:~pay|buy', field('name', '=~', 'pay|buy')],
    ['name=~"a b"', field('name', '=~', 'a b')],
    ['name!~x', field('name', '!~', 'x')],
    ['name:/pa(y|id)/', field('name', '=~', 'pa(y|id)')],
    ['duration:>12', field('duration', '>', '12')],
    ['duration<=1e-3', field('duration', '<=', '1e-3')],
    ['temperature>-5', field('temperature', '>', '-5')],
    ['user:*', { kind: 'has', field: 'user' }],
    ['-user:*', not({ kind: 'has', field: 'user' })],
    ['code:(500 OR 503)', some(field('code', '=', '500'), field('code', '=', '503'))],
    [
      'code:(>=400 <500 -404)',
      all(field('code', '>=', '400'), field('code', '<', '500'), not(field('code', '=', '404'))),
    ],
  ])('%j looks into fields', (query, filter) => {
    expect(parseLogQuery(query)).toEqual(filter);
  });

  test.each<[string, LogFilter]>([
    ['level:error', field('level', '=', 'error')],
    ['level:WARNING', field('level', '=', 'warn')],
    ['level!=critical', field('level', '!=', 'fatal')],
    ['level>=warn', atLeast(13)],
    ['level:>=Warning', atLeast(13)],
    ['level>warn', atLeast(17)],
    ['level<warn', all(atLeast(1), not(atLeast(13)))],
    ['level<=warn', all(atLeast(1), not(atLeast(17)))],
    ['level<=fatal', atLeast(1)],
    ['level>=14', atLeast(14)],
    ['level:(debug OR info)', some(field('level', '=', 'debug'), field('level', '=', 'info'))],
    ['level:*', { kind: 'has', field: 'level' }],
  ])('%j knows what loggers call the severities', (query, filter) => {
    expect(parseLogQuery(query)).toEqual(filter);
  });

  test.each<[string, LogFilter]>([
    ['a b', all(text('a'), text('b'))],
    ['a AND b', all(text('a'), text('b'))],
    ['a OR b c', some(text('a'), all(text('b'), text('c')))],
    ['(a OR b) c', all(some(text('a'), text('b')), text('c'))],
    ['a (b (c))', all(text('a'), text('b'), text('c'))],
    ['NOT a -b !c', all(not(text('a')), not(text('b')), not(text('c')))],
    ['-(a OR b)', not(some(text('a'), text('b')))],
    ['and or not', all(text('and'), text('or'), text('not'))],
    ['ORDER "OR"', all(text('ORDER'), text('OR'))],
    ['-level:info -"a b"', all(not(field('level', '=', 'info')), not(text('a b')))],
  ])('%j is put together', (query, filter) => {
    expect(parseLogQuery(query)).toEqual(filter);
  });
});

describe('a query for logs that is wrong', () => {
  test.each([
    ['level:eror', 'eror', 'is no level: write trace, debug'],
    ['level>fatal', 'fatal', 'nothing is more severe'],
    ['level>=25', '25', 'is no level'],
    ['duration:>fast', 'fast', 'only numbers are larger or smaller'],
    ['level: error', 'level:', 'right behind it, as in level:value; put text in quotes: "level:"'],
    ['a:~(b|c)', 'a:~', 'stands in quotes, as in a:~"(…)"'],
    ['level >= error', '>=', 'written without blanks'],
    ['a AND', '', 'something to look for is missing here'],
    ['OR a', 'OR', 'something to look for is missing here'],
    ['a AND OR b', 'OR', 'something to look for is missing here'],
    ['a )', ')', 'no parenthesis that this one closes'],
    ['()', ')', 'something to look for is missing here'],
    ['a (b', '(', 'this parenthesis is not closed'],
    ['say "hello', '"hello', 'this quote is not closed'],
    ['code:[400 TO 499]', '[400 TO ', 'field>=1 field<=5'],
    [`a:~${'x'.repeat(1001)}`, `a:~${'x'.repeat(1001)}`, 'at most 1000 characters'],
  ])('%j shows where, and what to write', (query, place, reason) => {
    const error = errorOf(query);
    expect(query.slice(error.source.start, error.source.end)).toBe(place);
    expect(error.reason).toContain(reason);
    expect(error).toMatchObject({ code: 'TT_SEARCH_SYNTAX', query });
    expect(error.message).toMatch(/^1:\d+: [^\n]*\n[^\n]*\n *\^+$/);
  });

  test('regular expressions are tried where somebody can, with their place', () => {
    const compileRegexp = (pattern: string) => {
      throw new Error(`no: ${pattern}`);
    };
    for (const [query, place] of [
      ['a /b(/', '/b(/'],
      ['a x:~"b("', 'x:~"b("'],
      ['a x:/b(/', 'x:/b(/'],
    ]) {
      const error = errorOf(query, compileRegexp);
      expect(query.slice(error.source.start, error.source.end)).toBe(place);
      expect(error.reason).toBe('no: b(');
    }
  });

  test('nothing that is too long or too deep is read', () => {
    expect(errorOf('a '.repeat(2049)).reason).toContain('at most 4096 characters');
    expect(errorOf('('.repeat(4000)).reason).toContain('at most 32 parentheses');
    expect(errorOf(`${'-'.repeat(4000)}a`).reason).toContain('at most 32 parentheses');
    expect(parseLogQuery(`${'-('.repeat(16)}a${')'.repeat(16)}`)).toMatchObject({ kind: 'not' });
  });
});

function errorOf(query: string, compileRegexp?: (pattern: string) => never): SearchSyntaxError {
  try {
    parseLogQuery(query, { ...(compileRegexp && { compileRegexp }) });
  } catch (error) {
    if (error instanceof SearchSyntaxError) return error;
    throw error;
  }
  throw new Error(`read: ${query}`);
}
