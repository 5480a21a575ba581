import { parseLogstashPipeline } from '@telltale/formats';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import type { LogEvent } from '../../test/run-filters.ts';
import { runPipeline, textOf } from '../../test/run-filters.ts';
import { generateFilebeat } from './generate-filebeat.ts';
import { generateLogstash } from './generate-logstash.ts';

const SHOP = shopWith({ logs: SHIPPED_LOGS });

function pipelineOf(definition = SHOP) {
  const [{ text, path }] = generateLogstash(definition);
  const { pipeline, issues } = parseLogstashPipeline(text, path);
  expect(issues).toEqual([]);
  return pipeline;
}

/** A line as Filebeat sends it, by its configuration. */
function shipped(line: string): LogEvent {
  const [{ text }] = generateFilebeat(SHOP);
  const [input] = parseYaml(text)['filebeat.inputs'];
  return {
    '@timestamp': '2026-11-22T00:00:00.000Z',
    message: line,
    event: { original: line },
    fields: input.fields,
    log: { offset: 0, file: { path: '/app/logs/combined.log' } },
    host: { name: 'web-1' },
  };
}

function kept(line: string): LogEvent {
  const delivered = runPipeline(pipelineOf(), shipped(line));
  expect(delivered).toHaveLength(1);
  const [{ output, event }] = delivered;
  const index = output.settings.find(({ name }) => name === 'index');
  return { ...event, index: textOf(index?.value) };
}

describe('generateLogstash', () => {
  it('writes a pipeline that waits for Beats, reads JSON and writes to Elasticsearch', () => {
    const [{ text, path }] = generateLogstash(SHOP);
    expect(path).toBe('logstash/pipeline/dev-pynode.conf');
    expect(text.slice(text.indexOf('input'))).toMatchInlineSnapshot(`
      "input {
        beats {
          port => 5044
        }
      }

      filter {
        if [fields][service] == "dev-pynode" {
          json {
            source => "message"
            target => "app"
            remove_field => ["[event][original]"]
          }
          if !("_jsonparsefailure" in [tags]) {
            if [app][timestamp] {
              date {
                match => ["[app][timestamp]", "ISO8601", "UNIX_MS"]
                remove_field => ["[app][timestamp]"]
              }
            } else {
              date {
                match => ["[app][time]", "ISO8601", "UNIX_MS"]
                remove_field => ["[app][time]"]
              }
            }
            mutate {
              rename => {
                "[app][message]" => "message"
                "[app][msg]" => "message"
                "[app][level]" => "[log][level]"
                "[app][logger]" => "[log][logger]"
                "[app][trace_id]" => "[trace][id]"
                "[app][span_id]" => "[span][id]"
                "[app][request_id]" => "[http][request][id]"
                "[app][event]" => "[event][action]"
                "[app][error][type]" => "[error][type]"
                "[app][error][message]" => "[error][message]"
                "[app][error][stack]" => "[error][stack_trace]"
                "[app][stack]" => "[error][stack_trace]"
              }
            }
          }
          mutate {
            add_field => {
              "[service][name]" => "dev-pynode"
            }
          }
        }
      }

      output {
        if [fields][service] == "dev-pynode" {
          if "_jsonparsefailure" in [tags] {
            elasticsearch {
              hosts => ["http://elasticsearch:9200"]
              user => "elastic"
              password => "\${ELASTIC_PASSWORD}"
              index => "dev-pynode-logs-unparsed-%{+YYYY.MM.dd}"
              data_stream => false
              ilm_enabled => false
              manage_template => false
            }
          } else {
            elasticsearch {
              hosts => ["http://elasticsearch:9200"]
              user => "elastic"
              password => "\${ELASTIC_PASSWORD}"
              index => "dev-pynode-logs-%{+YYYY.MM.dd}"
              data_stream => false
              ilm_enabled => false
              manage_template => false
            }
          }
        }
      }
      "
    `);
  });

  it('takes the lines that Filebeat sends: port, service and every field of a line of winston or pino', () => {
    const { 'output.logstash': output } = parseYaml(generateFilebeat(SHOP)[0].text);
    const [beats] = pipelineOf().sections[0].body;
    expect(beats).toMatchObject({ name: 'beats', settings: [{ name: 'port', value: { value: 5044 } }] });
    expect(output.hosts).toEqual(['logstash:5044']);

    expect(
      kept(
        '{"level":"error","message":"say \\"no\\"\\nø","service":"dev-pynode-backend","stack":"Error: x\\n at y","timestamp":"2026-11-21T23:16:36.532Z","trace_id":"ab"}',
      ),
    ).toEqual({
      '@timestamp': '2026-11-21T23:16:36.532Z',
      message: 'say "no"\nø',
      log: { offset: 0, file: { path: '/app/logs/combined.log' }, level: 'error' },
      error: { stack_trace: 'Error: x\n at y' },
      trace: { id: 'ab' },
      service: { name: 'dev-pynode' },
      app: { service: 'dev-pynode-backend' },
      event: {},
      fields: { service: 'dev-pynode' },
      host: { name: 'web-1' },
      index: 'dev-pynode-logs-%{+YYYY.MM.dd}',
    });
    const pino = kept('{"level":"info","time":1795389396532,"msg":"started","host":"inside"}');
    expect(pino).toMatchObject({ '@timestamp': '2026-11-22T23:16:36.532Z', message: 'started' });
    // A field of the program cannot take the place of one of Elastic's.
    expect(pino).toMatchObject({ host: { name: 'web-1' }, app: { host: 'inside' } });
  });

  it('keeps a line that is no JSON as it is, in an index of its own', () => {
    expect(kept('2026-11-21 23:16:36 ERROR out of memory')).toMatchObject({
      message: '2026-11-21 23:16:36 ERROR out of memory',
      tags: ['_jsonparsefailure'],
      index: 'dev-pynode-logs-unparsed-%{+YYYY.MM.dd}',
    });
  });

  it('leaves the lines of other services alone', () => {
    const event = { ...shipped('{"message":"x"}'), fields: { service: 'other' } };
    expect(runPipeline(pipelineOf(), event)).toEqual([]);
  });

  it('a name that starts with logs- is a data stream', () => {
    const definition = shopWith({ logs: { ...SHIPPED_LOGS, index: 'logs-dev-pynode' } });
    const [{ output }] = runPipeline(pipelineOf(definition), shipped('{"message":"x"}'));
    const settings = new Map(output.settings.map(({ name, value }) => [name, value]));
    expect(settings.has('index')).toBe(false);
    expect(textOf(settings.get('data_stream_dataset'))).toBe('dev_pynode');
  });

  it('asks for the password where it runs, and holds none', () => {
    expect(generateLogstash(SHOP)[0].text).toContain('password => "${ELASTIC_PASSWORD}"');
  });

  it('a service whose name Logstash cannot write is an error that says so', () => {
    expect(() => generateLogstash({ ...SHOP, service: `a'b"c` })).toThrow('Logstash cannot write the text');
  });

  it('without Elasticsearch there is nothing to write', () => {
    expect(generateLogstash(shopWith({ logs: { level: 'info', sinks: [{ kind: 'console' }] } }))).toEqual([]);
  });
});
