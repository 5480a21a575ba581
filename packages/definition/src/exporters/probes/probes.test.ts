import { describe, expect, it } from 'vitest';
import type { Expr } from '@telltale/model';
import { defineMonitoring } from '../../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../../resolve/resolve-definition.ts';
import type { ResolvedTarget } from '../../resolved.ts';
import { instancesOf } from '../../targets/instances-of.ts';
import type { ProbesOptions } from './probes.ts';
import { probes } from './probes.ts';

/** Queries that are text are parsed by tests of the packages that may import the parser. */
const parse = (text: string): Expr => ({ kind: 'string', value: text });

function resolved(options: ProbesOptions): ResolvedTarget {
  const definition = defineMonitoring({ service: 'shop', exporters: [probes(options)] });
  // What the station compiles with reads flags in the pattern.
  const compileRegexp = (pattern: string) => new RegExp(pattern.replace(/^\(\?i\)/, ''));
  return resolveDefinition(definition, { parse, compileRegexp }).targets[0];
}

/** What is told of options that the compiler would refuse. */
function faultsOf(options: object): string {
  try {
    resolved(options);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'none';
}

describe('probes of a definition', () => {
  it('an address alone is a probe with everything by default', () => {
    const { probes: all, ...target } = resolved({
      http: { shop: 'https://shop.example/health' },
      tcp: { db: 'db:5432' },
      tls: { mail: 'mail.example:465' },
    });
    expect(target).toMatchObject({
      job: 'probes',
      addresses: ['blackbox-exporter:9115'],
      path: '/probe',
      exporter: 'blackbox',
    });
    const common = { intervalMs: 15_000, timeoutMs: 10_000, labels: {}, ipProtocol: 'ip4' };
    const http = { method: 'GET', statuses: [], bodyLimitBytes: 1_048_576, access: {} };
    expect(all).toEqual([
      { kind: 'http', name: 'shop', address: 'https://shop.example/health', ...common, ...http },
      { kind: 'tcp', name: 'db', address: 'db:5432', ...common },
      { kind: 'tcp', name: 'mail', address: 'mail.example:465', ...common, tls: {} },
    ]);
  });

  it('each probe has its own interval, timeout, labels and conditions', () => {
    const { probes: all } = resolved({
      every: '1m',
      timeout: '20s',
      ipProtocol: 'ip6',
      http: {
        api: {
          url: 'http://api:3000/',
          every: '10s',
          timeout: '2s',
          method: 'POST',
          requestBody: '{}',
          status: [200, 204],
          body: /"ok": ?true/i,
          bodyNot: 'error',
          bodyLimit: '64KiB',
          labels: { zone: 'north' },
          headers: { accept: 'application/json' },
          authorization: { env: 'API_TOKEN' },
          followRedirects: false,
        },
      },
      tls: { mail: { address: 'mail:465', ipProtocol: 'ip4', tls: { insecureSkipVerify: true } } },
    });
    expect(all).toEqual([
      {
        kind: 'http',
        name: 'api',
        address: 'http://api:3000/',
        intervalMs: 10_000,
        timeoutMs: 2000,
        labels: { zone: 'north' },
        ipProtocol: 'ip6',
        method: 'POST',
        requestBody: '{}',
        statuses: [200, 204],
        body: '(?i)"ok": ?true',
        bodyNot: 'error',
        bodyLimitBytes: 65_536,
        access: {
          headers: { accept: 'application/json' },
          authorization: { env: 'API_TOKEN' },
          followRedirects: false,
        },
      },
      {
        kind: 'tcp',
        name: 'mail',
        address: 'mail:465',
        intervalMs: 60_000,
        timeoutMs: 20_000,
        labels: {},
        ipProtocol: 'ip4',
        tls: { insecureSkipVerify: true },
      },
    ]);
  });

  it('the instances of the job are what is probed, not the exporter', () => {
    const target = resolved({ http: { a: 'http://a/', b: 'http://b/' }, tcp: { c: 'c:1' } });
    expect(instancesOf(target)).toEqual(['http://a/', 'http://b/', 'c:1']);
  });

  it.each([
    ['nothing to probe', {}, 'write what is probed'],
    ['a list', { http: ['http://a/'] }, 'probes.http: write probes by name'],
    ['no address', { http: { a: null } }, 'http.a: write an address'],
    ['no URL', { http: { a: 'a:80' } }, 'http.a.url: write an http or https address'],
    ['a password', { http: { a: 'http://me:secret@a/' } }, 'a secret never stands in a definition'],
    ['a URL for a port', { tcp: { a: 'tcp://a:1' } }, "tcp.a.address: write 'host:port'"],
    ['no port', { tls: { a: 'mail' } }, "tls.a.address: write 'host:port'"],
    ['an unknown option', { http: { a: { url: 'http://a/', stauts: 200 } } }, "did you mean 'status'?"],
    ['an impossible status', { http: { a: { url: 'http://a/', status: [200, 999] } } }, 'http.a.status'],
    ['a method', { http: { a: { url: 'http://a/', method: 'BREW' } } }, 'http.a.method: write one of GET'],
    ['a pattern', { http: { a: { url: 'http://a/', body: '(' } } }, 'http.a.body'],
    ['what RE2 has not', { http: { a: { url: 'http://a/', body: /(?=x)/ } } }, 'http.a.body'],
    ['a size', { http: { a: { url: 'http://a/', bodyLimit: '0B' } } }, 'http.a.bodyLimit'],
    ['a duration', { tcp: { a: { address: 'a:1', every: '10' } } }, 'tcp.a.every'],
    ['a long timeout', { tcp: { a: { address: 'a:1', every: '1s', timeout: '2s' } } }, 'tcp.a.timeout'],
    ['a label of its own', { tcp: { a: { address: 'a:1', labels: { probe: 'b' } } } }, 'labels.probe'],
    ['labels that are text', { tcp: { a: { address: 'a:1', labels: 'x' } } }, 'write labels'],
    ['a name', { tcp: { 'a b': 'a:1' } }, 'a name is made of letters'],
    ['a name twice', { tcp: { a: 'a:1' }, tls: { a: 'a:1' } }, 'there is a probe of this name already'],
    ['a protocol', { ipProtocol: 'ip5', tcp: { a: 'a:1' } }, "write 'ip4' or 'ip6'"],
    ['no certificates', { tls: { a: { address: 'a:1', tls: null } } }, "a.tls: write { caFile: '…' }"],
    ['headers', { http: { a: { url: 'http://a/', headers: 5 } } }, 'a.headers: write headers'],
    ['half a certificate', { tls: { a: { address: 'a:1', tls: { keyFile: 'k' } } } }, 'a.tls.certFile'],
  ])('%s is a fault with its place', (_, options, message) => {
    expect(faultsOf(options)).toContain(message);
  });

  it('a secret in a URL is not repeated', () => {
    expect(faultsOf({ http: { a: 'http://me:secret@a/' } })).not.toContain('secret@');
  });
});
