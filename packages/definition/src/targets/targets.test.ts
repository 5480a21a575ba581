import { DEFAULT_SCRAPE_LIMITS } from '../resolved/resolved-scrape.ts';
import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import type { ResolveOptions } from '../resolve/resolve-service.ts';
import type { ScrapeDeclaration } from './scrape-declaration.ts';
import type { TargetDeclaration } from './target-declaration.ts';

type Targets = Readonly<Record<string, TargetDeclaration>>;

function resolved(targets: Targets, scrape: ScrapeDeclaration = {}, options: ResolveOptions = {}) {
  return resolveDefinition(defineMonitoring({ service: 'shop', targets, scrape }), options).targets;
}

/** What is wrong with a target named `a`; JavaScript may write anything. */
function faultsOf(target: object, options: ResolveOptions = {}): readonly string[] {
  try {
    resolved({ a: target as TargetDeclaration }, {}, options);
  } catch (error) {
    const lines = error instanceof Error ? error.message.split('\n') : [];
    return lines.filter((line) => line.includes('targets.a')).map((line) => line.trim());
  }
  return [];
}

const ADDRESS = { address: 'shop:80' };

describe('several pages of a program', () => {
  const pages = { custom: { path: '/custom_metrics', every: '1m', labels: { page: 'custom' } } } as const;

  test('/metrics every 10 s and /custom_metrics every minute are two jobs', () => {
    const [main, custom, ...others] = resolved({ app: { ...ADDRESS, every: '10s', pages } });
    expect(main).toMatchObject({ job: 'app', path: '/metrics', intervalMs: 10_000 });
    expect(custom).toMatchObject({ job: 'app-custom', path: '/custom_metrics', intervalMs: 60_000 });
    expect(others).toEqual([]);
  });

  test('a page is reached as its program is, and has the labels of both', () => {
    const access = { scheme: 'https', basicAuth: { username: 'u', password: { env: 'P' } } } as const;
    const target = {
      ...ADDRESS,
      ...access,
      labels: { zone: 'eu' },
      honorLabels: true,
      timeout: '4s',
    } as const;
    const [, custom] = resolved({ app: { ...target, pages } });
    expect(custom).toMatchObject({ ...access, labels: { zone: 'eu', page: 'custom' }, timeoutMs: 4000 });
    expect(custom).not.toHaveProperty('honorLabels');
  });

  test('the job of a page is a name for queries', () => {
    const definition = defineMonitoring({
      service: 'shop',
      targets: { app: { ...ADDRESS, pages } },
      dashboards: (m) => ({ D: { Up: m.up('app-custom') } }),
    });
    const [panel] = resolveDefinition(definition).dashboards[0].panels;
    expect(panel.queries[0].query).toBe('up{job="app-custom"}');
  });

  test('a page that has the name of another target is a fault', () => {
    const targets = { app: { ...ADDRESS, pages }, 'app-custom': ADDRESS };
    expect(() => resolved(targets)).toThrow(
      'targets.app.pages.custom: there is a target named app-custom already',
    );
  });
});

describe('limits', () => {
  test('those of a target stand on those of the definition, and these on the defaults', () => {
    const scrape = { limits: { samples: 500, bodySize: '1MiB', labelNameSize: '64B' } } as const;
    const [a, b] = resolved({ a: { ...ADDRESS, limits: { samples: 9, labels: 3 } }, b: ADDRESS }, scrape);
    expect(b.limits).toEqual({
      ...DEFAULT_SCRAPE_LIMITS,
      samples: 500,
      bodyBytes: 1024 * 1024,
      labelNameBytes: 64,
    });
    expect(a.limits).toEqual({ ...b.limits, samples: 9, labels: 3 });
    expect(resolved({ a: ADDRESS })[0]).not.toHaveProperty('limits');
  });

  test('zero is no way to have none', () => {
    const limits = { samples: 0, bodySize: '0B', labels: 1.5, unknown: 1 };
    expect(faultsOf({ ...ADDRESS, limits })).toEqual([
      expect.stringContaining("limits.unknown: there is no 'unknown' here"),
      expect.stringContaining('limits.samples: write a whole number above 0'),
      expect.stringContaining('limits.labels: write a whole number above 0'),
      expect.stringContaining("limits.bodySize: write a size above 0, such as '64MiB'"),
    ]);
  });
});

describe('relabelling', () => {
  test('steps get the defaults of Prometheus; patterns may be regular expressions', () => {
    const [{ relabel, metricRelabel }] = resolved({
      a: {
        ...ADDRESS,
        relabel: [{ sourceLabels: ['__address__'], targetLabel: 'host' }],
        metricRelabel: [
          { action: 'drop', sourceLabels: ['__name__'], regex: /go_.*/i },
          { action: 'labeldrop', regex: 'pod_.*' },
        ],
      },
    });
    expect(relabel).toEqual([
      {
        action: 'replace',
        sourceLabels: ['__address__'],
        separator: ';',
        regex: '(.*)',
        modulus: 0,
        targetLabel: 'host',
        replacement: '$1',
      },
    ]);
    expect(metricRelabel?.map(({ regex }) => regex)).toEqual(['(?i)go_.*', 'pod_.*']);
  });

  test.each<[string, object, string]>([
    ['an action that is none', { action: 'erase' }, 'relabel.0.action: write one of replace, keep, drop'],
    [
      'a field that the action does not have',
      { action: 'labeldrop', regex: 'a', targetLabel: 'b' },
      'relabel.0.targetLabel',
    ],
    [
      'a step without its pattern',
      { action: 'keep', sourceLabels: ['a'] },
      'relabel.0.regex: keep needs regex',
    ],
    ['a step that writes nowhere', { sourceLabels: ['a'] }, 'relabel.0.targetLabel: replace needs'],
    [
      'shares of nothing',
      { action: 'hashmod', sourceLabels: ['a'], targetLabel: 'b', modulus: 0 },
      'relabel.0.modulus',
    ],
    [
      'what RE2 does not have',
      { action: 'labeldrop', regex: /(?=a)/ },
      'relabel.0.regex: /(?=a)/ cannot be used',
    ],
    [
      'labels that are no list',
      { sourceLabels: 'a', targetLabel: 'b' },
      'relabel.0.sourceLabels: write a list',
    ],
  ])('%s is a fault that says where', (_, rule, message) => {
    expect(faultsOf({ ...ADDRESS, relabel: [rule] })).toEqual([expect.stringContaining(message)]);
  });

  test('a pattern that cannot be compiled is a fault of its step', () => {
    const compileRegexp = (pattern: string) => {
      if (pattern.startsWith('(')) throw new Error('missing closing )');
    };
    const relabel = [
      { action: 'labeldrop', regex: 'a' },
      { action: 'labeldrop', regex: '(' },
    ];
    expect(faultsOf({ ...ADDRESS, relabel }, { compileRegexp })).toEqual([
      expect.stringContaining('targets.a.relabel.1.regex: missing closing )'),
    ]);
  });
});

describe('discovery', () => {
  test('stands beside written addresses or in their place, with the intervals of Prometheus', () => {
    const [a, b] = resolved({
      a: { discover: { kind: 'file', files: 'targets/*.json' } },
      b: {
        ...ADDRESS,
        discover: [
          { kind: 'http', url: 'http://inventory/shop', every: '10s', authorization: { env: 'TOKEN' } },
          { kind: 'dns', names: ['_shop._tcp.internal'] },
          { kind: 'dns', names: 'shop.internal', type: 'A', port: 9100 },
        ],
      },
    });
    expect([a.addresses, b.addresses]).toEqual([[], ['shop:80']]);
    expect(a.discovery).toEqual([{ kind: 'file', files: ['targets/*.json'], refreshMs: 300_000 }]);
    expect(b.discovery).toEqual([
      {
        kind: 'http',
        url: 'http://inventory/shop',
        refreshMs: 10_000,
        access: { authorization: { env: 'TOKEN' } },
      },
      { kind: 'dns', names: ['_shop._tcp.internal'], type: 'SRV', refreshMs: 30_000 },
      { kind: 'dns', names: ['shop.internal'], type: 'A', port: 9100, refreshMs: 30_000 },
    ]);
  });

  test.each<[string, object, string]>([
    ['no addresses and no discovery', { labels: {} }, "write an address: { address: 'host:port' }"],
    ['an unknown kind', { discover: { kind: 'consul' } }, "discover.kind: write 'file', 'http' or 'dns'"],
    [
      'a file of another kind',
      { discover: { kind: 'file', files: 'a.toml' } },
      "'a.toml': write a path that ends with .json",
    ],
    ['a pattern of folders', { discover: { kind: 'file', files: '*/a.json' } }, 'with * in the last part'],
    [
      'a secret in a URL',
      { discover: { kind: 'http', url: 'http://u:p@h/' } },
      'a secret never stands in a definition',
    ],
    [
      'addresses of DNS without a port',
      { discover: { kind: 'dns', names: 'a', type: 'A' } },
      'discover.port: records of type A have no port',
    ],
    [
      'a port for SRV',
      { discover: [{ kind: 'dns', names: 'a', port: 1 }] },
      'discover.0.port: SRV records have ports of their own',
    ],
  ])('%s is a fault', (_, target, message) => {
    expect(faultsOf(target)).toEqual([expect.stringContaining(message)]);
  });
});

describe('how a target is reached', () => {
  test('all of it comes to what is resolved', () => {
    const access = {
      basicAuth: { username: 'u', password: { file: '/run/secrets/p' } },
      tls: {
        caFile: 'ca.pem',
        certFile: 'c.pem',
        keyFile: 'k.pem',
        serverName: 'shop',
        minVersion: 'TLSv1.3',
      },
      headers: { 'X-Scope-OrgID': 'shop', 'X-Key': { env: 'KEY' } },
      followRedirects: false,
    } as const;
    const other = { params: { format: 'text', 'match[]': ['a', 'b'] }, honorTimestamps: true } as const;
    const [target] = resolved({
      a: { ...ADDRESS, scheme: 'https', ...access, proxy: 'http://proxy:3128', ...other },
    });
    expect(target).toMatchObject({ ...access, proxyUrl: 'http://proxy:3128', honorTimestamps: true });
    expect(target.params).toEqual({ format: ['text'], 'match[]': ['a', 'b'] });
  });

  test.each<[string, object, string]>([
    [
      'a token and a password',
      { authorization: { env: 'T' }, basicAuth: { username: 'u', password: { env: 'P' } } },
      'basicAuth: there is a token already',
    ],
    [
      'a password in the definition',
      { basicAuth: { username: 'u', password: 'geheim' } },
      'basicAuth.password: a secret never stands',
    ],
    [
      'a certificate without its key',
      { scheme: 'https', tls: { certFile: 'c.pem' } },
      'tls.keyFile: a certificate needs its key',
    ],
    ['certificates for http', { tls: { caFile: 'ca.pem' } }, 'scheme: nothing is encrypted over http'],
    [
      'a header that the scrape sets itself',
      { headers: { Authorization: 'x' } },
      'headers.Authorization: this header is set',
    ],
    ['two lines in a header', { headers: { 'X-A': 'a\r\nB: c' } }, 'headers.X-A: a header is one line'],
    ['a password in the address of a proxy', { proxy: 'http://u:p@proxy:1' }, 'proxy: a secret never stands'],
  ])('%s is a fault, and no secret is repeated', (_, options, message) => {
    const faults = faultsOf({ ...ADDRESS, ...options });
    expect(faults).toEqual([expect.stringContaining(message)]);
    expect(faults.join()).not.toMatch(/geheim|u:p/);
  });
});
