import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import { generateFilebeat } from './generate-filebeat.ts';

const SHOP = shopWith({ logs: SHIPPED_LOGS });
const CONSOLE = shopWith({ logs: { ...SHIPPED_LOGS, sinks: [{ kind: 'console' }] } });

describe('generateFilebeat', () => {
  it('reads the file that has all records, rotated ones too, with the name of the service', () => {
    const [{ text, path }] = generateFilebeat(SHOP);
    expect(path).toBe('filebeat/filebeat.yml');
    expect(parse(text)['filebeat.inputs']).toMatchObject([
      {
        type: 'filestream',
        id: 'dev-pynode-files',
        paths: ['/var/log/combined.log*', '/var/log/combined.[0-9]*.log*'],
        fields: { service: 'dev-pynode' },
      },
    ]);
  });

  it('reads a file of a relative path below the folder of the program', () => {
    const sinks = [{ kind: 'file' as const, path: 'logs/all.log' }];
    const [{ text }] = generateFilebeat(shopWith({ logs: { ...SHIPPED_LOGS, sinks } }));
    expect(parse(text)['filebeat.inputs'][0].paths).toEqual([
      '${APP_FOLDER:/app}/logs/all.log*',
      '${APP_FOLDER:/app}/logs/all.[0-9]*.log*',
    ]);
  });

  it('takes from the containers of the machine the lines that name the service', () => {
    const [containers] = parse(generateFilebeat(CONSOLE)[0].text)['filebeat.inputs'];
    const [pattern] = containers.include_lines.map((text: string) => new RegExp(text));
    expect(pattern.test('{"level":"info","service":"dev-pynode-backend"}')).toBe(true);
    expect(pattern.test('{"level":"info","service":"grafana"}')).toBe(false);
  });

  it.each([
    [
      'the service sends them to Elasticsearch itself',
      { kind: 'elasticsearch' as const, url: 'http://search:9200' },
      SHIPPED_LOGS,
    ],
    [
      'they go nowhere but to the console',
      { kind: 'console' as const },
      { ...SHIPPED_LOGS, index: undefined },
    ],
  ])('ships nothing where %s', (_, sink, logs) => {
    const definition = shopWith({ logs: { ...logs, sinks: [...logs.sinks, sink] } });
    expect(generateFilebeat(definition)).toEqual([]);
  });

  it('a service named like a regular expression is taken by its letters', () => {
    const [containers] = parse(generateFilebeat({ ...CONSOLE, service: 'a.b*' })[0].text)['filebeat.inputs'];
    expect(new RegExp(containers.include_lines[0]).test('{"service":"axbb"}')).toBe(false);
  });

  it('without Elasticsearch there is nothing to write', () =>
    expect(generateFilebeat(shopWith({}))).toEqual([]));
});
