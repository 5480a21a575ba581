import { Resolver } from 'node:dns/promises';
import type { ResolvedDnsDiscovery } from '@telltale/definition';
import { expect, test } from 'vitest';
import type { DnsServer } from '../../../test/support/dns-server.ts';
import { startDnsServer } from '../../../test/support/dns-server.ts';
import { dnsDiscovery } from './dns-discovery.ts';
import type { SearchDomains } from './search-names.ts';
import { parseSearchDomains, searchNames } from './search-names.ts';

const NOBODY = new AbortController().signal;

function placeAt(
  server: DnsServer,
  settings: Partial<ResolvedDnsDiscovery>,
  domains: SearchDomains = { domains: [], dots: 1 },
) {
  const resolver = new Resolver({ timeout: 200, tries: 1 });
  resolver.setServers([server.address]);
  const whole = { kind: 'dns', names: ['shop.test'], type: 'SRV', refreshMs: 30_000, ...settings } as const;
  return dnsDiscovery(whole, resolver, async () => domains);
}

async function look(place: ReturnType<typeof dnsDiscovery>) {
  const { groups, error } = await place.look(NOBODY);
  return { targets: groups.flatMap(({ targets }) => targets.map((labels) => labels.toObject())), error };
}

test.each<[ResolvedDnsDiscovery['type'], object]>([
  [
    'SRV',
    {
      __address__: 'a.shop.test:8080',
      __meta_dns_srv_record_target: 'a.shop.test.',
      __meta_dns_srv_record_port: '8080',
    },
  ],
  ['A', { __address__: '10.0.0.1:9090' }],
  ['AAAA', { __address__: '[2001:db8::1]:9090' }],
  ['MX', { __address__: 'mail.shop.test:9090', __meta_dns_mx_record_target: 'mail.shop.test.' }],
  ['NS', { __address__: 'ns.shop.test:9090', __meta_dns_ns_record_target: 'ns.shop.test.' }],
])('%s records are targets, with what they say as labels', async (type, labels) => {
  const server = await startDnsServer();
  server.zone.set('shop.test', [
    { type: 'SRV', value: 'a.shop.test', port: 8080 },
    { type: 'A', value: '10.0.0.1' },
    { type: 'AAAA', value: '2001:db8::1' },
    { type: 'MX', value: 'mail.shop.test', preference: 10 },
    { type: 'NS', value: 'ns.shop.test' },
  ]);
  expect(await look(placeAt(server, { type, port: 9090 }))).toEqual({
    targets: [{ ...labels, __meta_dns_name: 'shop.test' }],
    error: '',
  });
  expect(server.questions).toEqual([`${type} shop.test`]);
});

test('a service that its record says is not offered has no targets', async () => {
  const server = await startDnsServer();
  server.zone.set('shop.test', [{ type: 'SRV', value: '', port: 0 }]);
  expect(await look(placeAt(server, {}))).toEqual({ targets: [], error: '' });
});

test('a name that cannot be asked for keeps its targets, one that does not exist has none', async () => {
  const server = await startDnsServer();
  const place = placeAt(server, { names: ['a.test', 'b.test'], type: 'A', port: 80 });
  server.zone.set('a.test', [{ type: 'A', value: '10.0.0.1' }]);
  server.zone.set('b.test', [{ type: 'A', value: '10.0.0.2' }]);
  const addresses = async () => {
    const { targets, error } = await look(place);
    return [targets.map((labels) => labels['__address__']), error];
  };
  expect(await addresses()).toEqual([['10.0.0.1:80', '10.0.0.2:80'], '']);
  server.mode = 'failing';
  expect(await addresses()).toEqual([
    ['10.0.0.1:80', '10.0.0.2:80'],
    'a.test: the server failed to answer; b.test: the server failed to answer',
  ]);
  server.mode = 'silent';
  expect(await addresses()).toEqual([
    ['10.0.0.1:80', '10.0.0.2:80'],
    expect.stringContaining('a.test: no server answered in time'),
  ]);
  server.mode = 'answering';
  server.zone.delete('a.test');
  expect(await addresses()).toEqual([['10.0.0.2:80'], '']);
  server.zone.set('b.test', []);
  expect(await addresses()).toEqual([[], '']);
});

test('a name that is not whole is looked for in the domains of the system', async () => {
  const server = await startDnsServer();
  const domains = { domains: ['a.test', 'b.test', 'c.test'], dots: 1 };
  const place = placeAt(server, { names: ['shop'], type: 'A', port: 80 }, domains);
  server.zone.set('shop.b.test', [{ type: 'A', value: '10.0.0.1' }]);
  server.zone.set('shop.c.test', [{ type: 'A', value: '10.0.0.2' }]);
  expect(await look(place)).toEqual({
    targets: [{ __address__: '10.0.0.1:80', __meta_dns_name: 'shop' }],
    error: '',
  });
  expect(server.questions).toEqual(['A shop.a.test', 'A shop.b.test']);
  server.zone.clear();
  expect(await look(place)).toEqual({ targets: [], error: '' });
  expect(server.questions.slice(2)).toEqual(['A shop.a.test', 'A shop.b.test', 'A shop.c.test', 'A shop']);
});

test.each([
  ['shop', ['shop.a', 'shop.b', 'shop']],
  ['x.shop', ['x.shop.a', 'x.shop.b', 'x.shop']],
  ['x.y.shop', ['x.y.shop', 'x.y.shop.a', 'x.y.shop.b']],
  ['shop.', ['shop']],
])('%s stands for %j where names of two dots are whole', (name, names) => {
  const domains = parseSearchDomains('nameserver 1.1.1.1\nsearch a b.\noptions timeout:1 ndots:2\n');
  expect(searchNames(name, domains)).toEqual(names);
});

test.each([
  ['', { domains: [], dots: 1 }],
  ['domain a.test\n', { domains: ['a.test'], dots: 1 }],
  ['search .\noptions ndots:x', { domains: [], dots: 1 }],
])('a resolv.conf of %j', (text, domains) => {
  expect(parseSearchDomains(text)).toEqual(domains);
});
