import { describe, expect, it } from 'vitest';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import { generateLogging } from './generate-logging.ts';

const SHOP = shopWith({ logs: SHIPPED_LOGS });

describe('generateLogging', () => {
  it('writes the sinks as targets of pino, files rotated at 10 MB and five of them kept', () => {
    const direct = { kind: 'elasticsearch' as const, url: 'http://localhost:9200' };
    const logs = { ...SHIPPED_LOGS, sinks: [...SHIPPED_LOGS.sinks, direct] };
    const [{ text, path }] = generateLogging(shopWith({ logs }));
    expect(path).toBe('config/logging.json');
    const { level, base, transport } = JSON.parse(text);
    expect([level, base]).toEqual(['info', { service: 'dev-pynode' }]);
    expect(transport.targets).toEqual([
      {
        target: 'pino-roll',
        level: 'error',
        options: { file: 'logs/error.log', size: '10m', limit: { count: 5 }, mkdir: true },
      },
      {
        target: 'pino-roll',
        level: 'info',
        options: { file: '/var/log/combined.log', size: '10m', limit: { count: 5 }, mkdir: true },
      },
      { target: 'pino-pretty', level: 'info', options: { destination: 1, colorize: false } },
      {
        target: 'pino-elasticsearch',
        level: 'info',
        options: { node: 'http://localhost:9200', index: 'dev-pynode-logs-%{DATE}', 'es-version': 8 },
      },
    ]);
  });

  it('logs what the most curious sink is to get', () => {
    const sinks = [
      { kind: 'console' as const, level: 'warn' },
      { kind: 'file' as const, path: 'a.log', level: 'debug' },
    ];
    const [{ text }] = generateLogging(shopWith({ logs: { level: 'info', sinks } }));
    expect(JSON.parse(text).level).toBe('debug');
  });

  it('a file without limits gets those of every other', () => {
    const [{ text }] = generateLogging(
      shopWith({ logs: { level: 'info', sinks: [{ kind: 'file', path: 'a.log' }] } }),
    );
    expect(JSON.parse(text).transport.targets[0].options).toMatchObject({ size: '10m', limit: { count: 5 } });
  });

  it('has a file for each environment', () => {
    expect(generateLogging({ ...SHOP, environment: 'production' })[0].path).toBe(
      'config/logging.production.json',
    );
  });

  it('without sinks there is nothing to write', () => expect(generateLogging(shopWith({}))).toEqual([]));
});
