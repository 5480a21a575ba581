import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from './resolve-definition.ts';

const resolve = (remote: unknown) =>
  resolveDefinition(defineMonitoring({ service: 'shop', station: { remote } as object })).station.remote;

describe('the server that a station reads from', () => {
  test('is an address, with who asks', () => {
    const access = {
      authorization: { env: 'MIMIR_TOKEN' },
      headers: { 'X-Scope-OrgID': 'shop' },
      tls: { caFile: '/etc/ca.pem' },
    };
    expect(resolve({ url: 'https://mimir/prometheus', proxy: 'http://proxy:3128', ...access })).toEqual({
      url: 'https://mimir/prometheus',
      proxyUrl: 'http://proxy:3128',
      ...access,
    });
    expect(resolve({ url: 'http://prometheus:9090' })).toEqual({ url: 'http://prometheus:9090' });
  });

  test.each<[unknown, string]>([
    ['http://prometheus:9090', "station.remote: write { url: 'http://prometheus:9090' }"],
    [{}, 'station.remote.url: write an http or https address'],
    [{ url: 'prometheus:9090' }, 'station.remote.url: write an http or https address'],
    [{ url: 7 }, 'station.remote.url: write text'],
    [{ url: 'http://me:hush@prometheus' }, 'station.remote.url: a secret never stands in a definition'],
    [{ url: 'http://p', authorization: 'hush' }, 'station.remote.authorization: a secret never stands'],
    [{ url: 'http://p', basicAuth: { username: 'me' } }, 'station.remote.basicAuth.password'],
    [{ url: 'http://p', header: {} }, "there is no 'header' here: did you mean 'headers'?"],
    [{ url: 'http://p', tls: { certFile: 'a.pem' } }, 'station.remote.tls.keyFile'],
  ])('%j is a fault that names the place and no secret', (remote, message) => {
    expect(() => resolve(remote)).toThrow(message);
    expect(() => resolve(remote)).not.toThrow('hush');
  });
});
