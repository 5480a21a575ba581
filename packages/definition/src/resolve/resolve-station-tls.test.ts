import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from './resolve-definition.ts';

const resolve = (tls: unknown) =>
  resolveDefinition(defineMonitoring({ service: 'shop', station: { tls } as object })).station.tls;

const FILES = { certFile: 'tls.crt', keyFile: 'tls.key' };

describe('TLS of the station', () => {
  test('is a certificate with its key, and whose clients are let in', () => {
    expect(resolve(FILES)).toEqual(FILES);
    const mutual = { ...FILES, clientCaFile: 'clients.pem', clientNames: ['shop.internal'] };
    expect(resolve(mutual)).toEqual(mutual);
  });

  test.each<[unknown, string]>([
    ['tls.crt', "station.tls: write { certFile: 'tls.crt', keyFile: 'tls.key' }"],
    [{ certFile: 'tls.crt' }, 'station.tls.keyFile: a certificate and its key go together'],
    [{ keyFile: 'tls.key' }, 'station.tls.certFile: a certificate and its key go together'],
    [{ ...FILES, clientCaFile: 7 }, 'station.tls.clientCaFile: write text'],
    [{ ...FILES, clientNames: ['shop'] }, 'station.tls.clientNames: names are looked at in certificates'],
    [{ ...FILES, caFile: 'ca.pem' }, "there is no 'caFile' here"],
  ])('%j is a fault that names the place', (tls, message) => {
    expect(() => resolve(tls)).toThrow(message);
  });
});
