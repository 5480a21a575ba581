import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import { generateFilebeat } from './generate-filebeat.ts';

const SHOP = shopWith({ logs: SHIPPED_LOGS });

describe('generateFilebeat', () => {
  it('reads the files of the definition, rotated ones too, with the name of the service', () => {
    const [{ text, path }] = generateFilebeat(SHOP);
    expect(path).toBe('filebeat/filebeat.yml');
    const [files] = parse(text)['filebeat.inputs'];
    expect(files).toMatchObject({
      type: 'filestream',
      id: 'dev-pynode-files',
      paths: ['${APP_FOLDER:/app}/logs/error.log*', '/var/log/combined.log*'],
      fields: { service: 'dev-pynode' },
    });
  });

  it('takes from the containers of the machine the lines that name the service', () => {
    const [, containers] = parse(generateFilebeat(SHOP)[0].text)['filebeat.inputs'];
    const [pattern] = containers.include_lines.map((text: string) => new RegExp(text));
    expect(pattern.test('{"level":"info","service":"dev-pynode-backend"}')).toBe(true);
    expect(pattern.test('{"level":"info","service":"grafana"}')).toBe(false);
  });

  it('every input has an id of its own, which Filebeat asks for', () => {
    const inputs: readonly { id: string }[] = parse(generateFilebeat(SHOP)[0].text)['filebeat.inputs'];
    expect(new Set(inputs.map(({ id }) => id)).size).toBe(2);
  });

  it('a service named like a regular expression is taken by its letters', () => {
    const [, containers] = parse(generateFilebeat({ ...SHOP, service: 'a.b*' })[0].text)['filebeat.inputs'];
    expect(new RegExp(containers.include_lines[0]).test('{"service":"axbb"}')).toBe(false);
  });

  it('without Elasticsearch there is nothing to write', () =>
    expect(generateFilebeat(shopWith({}))).toEqual([]));
});
