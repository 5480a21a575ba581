import type { LogFilter } from '@telltale/model';
import { parseLogQuery } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { kibanaQueryOf } from './kql.ts';
import { logLinks, traceLinks } from './open-in-links.ts';
import { rison } from './rison.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const RANGE = { startMs: 1_700_000_000_000, endMs: 1_700_000_060_000 };
const TOOLS = {
  jaeger: 'http://jaeger:16686/',
  grafana: { url: 'https://grafana.example/sub', tempo: 'uid-1' },
  kibana: { url: 'https://kibana.example/s/ops', dataView: "o'logs!" },
};

describe('a link to what was forwarded', () => {
  test('opens a trace in Jaeger, in Grafana and its log records in Kibana', () => {
    const [jaeger, grafana, kibana] = traceLinks(TOOLS, TRACE_ID, RANGE);
    expect(jaeger).toEqual({
      tool: 'jaeger',
      title: 'Jaeger',
      url: `http://jaeger:16686/trace/${TRACE_ID}`,
      isExact: true,
    });
    const explore = new URL(grafana.url);
    expect(explore.href).toMatch(/^https:\/\/grafana\.example\/sub\/explore\?/);
    expect(explore.searchParams.get('schemaVersion')).toBe('1');
    expect(JSON.parse(explore.searchParams.get('panes') ?? '')).toEqual({
      trace: {
        datasource: 'uid-1',
        queries: [
          {
            refId: 'A',
            datasource: { type: 'tempo', uid: 'uid-1' },
            queryType: 'traceql',
            query: TRACE_ID,
          },
        ],
        range: { from: '1700000000000', to: '1700000060000' },
      },
    });
    expect(decodeURIComponent(kibana.url)).toBe(
      "https://kibana.example/s/ops/app/discover#/?_g=(time:(from:'2023-11-14T22:13:20.000Z',to:'2023-11-14T22:14:20.000Z'))" +
        `&_a=(index:'o!'logs!!',query:(language:'kuery',query:'trace.id: "${TRACE_ID}"'))`,
    );
  });

  test('opens a search for log records in Kibana, and nothing where nothing is configured', () => {
    const filter = parseLogQuery('level>=error service:shop');
    const [link] = logLinks({ kibana: { url: 'http://kibana:5601' } }, filter, RANGE);
    expect(decodeURIComponent(link.url)).toContain(
      '(log.level: (error or fatal)) and (service.name: "shop")',
    );
    expect(link).toMatchObject({ tool: 'kibana', isExact: true });
    expect(logLinks({ jaeger: 'http://jaeger' }, filter, RANGE)).toEqual([]);
    expect(traceLinks({}, TRACE_ID, RANGE)).toEqual([]);
  });

  test('is one address whatever is searched for', () => {
    const text = `'!"\\ )&_a=(x) # ? % ü`;
    const [link] = logLinks({ kibana: { url: 'http://kibana' } }, { kind: 'text', text }, RANGE);
    const [, page] = new URL(link.url).hash.split('&_a=');
    expect(page).not.toMatch(/[&#?]/);
    const query = `message: "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    expect(decodeURIComponent(page)).toBe(`(query:(language:'kuery',query:${rison(query)}))`);
  });
});

describe("a query in Kibana's language", () => {
  test.each<[string, string, boolean]>([
    ['', '', true],
    ['refused "connection reset"', '(message: "refused") and (message: "connection reset")', true],
    ['level:error', 'log.level: "error"', true],
    ['trace:0af7', 'trace.id: "0af7"', true],
    ['order.id:7', 'app.order.id: "7"', true],
    ['order.id>=7', 'app.order.id >= 7', true],
    ['exception.type:TypeError', 'error.type: "TypeError"', true],
    ['resource.host.name:a1', 'host.name: "a1"', true],
    ['resource.k8s.pod.name:a1', 'labels.k8s_pod_name: "a1"', true],
    ['user:*', 'app.user: *', true],
    ['service:pay*', 'service.name: pay*', true],
    ['NOT service:shop', 'not (service.name: "shop")', true],
    ['service:(a OR b)', '(service.name: "a") or (service.name: "b")', true],
    // What its language cannot say is left out, never the other way round.
    ['service:shop /a+b/', 'service.name: "shop"', false],
    ['service:shop OR /a+b/', '', false],
    ['service:shop NOT /a+b/', 'service.name: "shop"', false],
  ])('%s is %s', (query, text, isExact) => {
    expect(kibanaQueryOf(parseLogQuery(query))).toEqual({ text, isExact });
  });

  test('has every letter of names and values as it is', () => {
    const filter: LogFilter = { kind: 'field', field: 'a b:"c"', operator: '=', value: 'x" or *' };
    expect(kibanaQueryOf(filter).text).toBe('app.a\\ b\\:\\"c\\": "x\\" or *"');
    expect(kibanaQueryOf({ kind: 'severity', atLeast: 18 })).toEqual({
      text: 'log.level: (error or fatal)',
      isExact: false,
    });
  });
});
