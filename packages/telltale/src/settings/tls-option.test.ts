import { describe, expect, test } from 'vitest';
import type { TlsOption } from './tls-option.ts';
import { tlsOption } from './tls-option.ts';

const DEFINED = { certFile: 'd.crt', keyFile: 'd.key' };
const tls = (options: TlsOption, env: Record<string, string> = {}, defined?: typeof DEFINED) =>
  tlsOption(options, { cwd: '/srv', env }, defined);

describe('TLS of the station', () => {
  test('is that of the command line, else of the environment, else of the definition', () => {
    const env = { TELLTALE_TLS_CERT: 'e.crt', TELLTALE_TLS_KEY: '/etc/e.key' };
    expect(tls({}, {}, DEFINED)).toEqual({ certFile: '/srv/d.crt', keyFile: '/srv/d.key' });
    expect(tls({}, env, DEFINED)).toEqual({ certFile: '/srv/e.crt', keyFile: '/etc/e.key' });
    expect(tls({ tlsCert: 'c.crt' }, env)).toEqual({ certFile: '/srv/c.crt', keyFile: '/etc/e.key' });
    expect(tls({})).toBeUndefined();
    expect(tls({}, { TELLTALE_TLS_CERT: '', TELLTALE_TLS_KEY: '' })).toBeUndefined();
  });

  test('asks for certificates of clients, and for names in them', () => {
    const env = { TELLTALE_TLS_CLIENT_CA: 'ca.pem', TELLTALE_TLS_CLIENT_NAMES: 'shop.internal  ci.internal' };
    expect(tls({}, env, DEFINED)).toMatchObject({
      clientCaFile: '/srv/ca.pem',
      clientNames: ['shop.internal', 'ci.internal'],
    });
    expect(tls({ tlsClientName: ['one'] }, env, DEFINED)?.clientNames).toEqual(['one']);
  });

  test.each<[string, TlsOption, Record<string, string>]>([
    ['a certificate and its key', { tlsCert: 'c.crt' }, {}],
    ['a certificate and its key', {}, { TELLTALE_TLS_KEY: 'e.key' }],
    ['a certificate and its key', { tlsClientCa: 'ca.pem' }, {}],
    ['are looked at in their certificates', { tlsCert: 'c', tlsKey: 'k', tlsClientName: ['one'] }, {}],
  ])('half of it is refused: %s', (message, options, env) => {
    expect(() => tls(options, env)).toThrow(
      expect.objectContaining({ code: 'TT_USAGE', message: expect.stringContaining(message) }),
    );
  });
});
