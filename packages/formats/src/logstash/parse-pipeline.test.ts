import { describe, expect, it } from 'vitest';
import { parseLogstashPipeline } from './parse-pipeline.ts';
import type { LogstashCondition, LogstashStatement } from './pipeline.ts';
import { printLogstashCondition } from './print-pipeline.ts';

const PIPELINE = `# docker/logstash/pipeline/logstash.conf
input {
  beats {
    port => 5044
  }
}

filter {
  if [fields][service] == "dev-pynode" {
    grok {
      match => { "message" => "%{TIMESTAMP_ISO8601:timestamp} %{GREEDYDATA:message}" }
    }
    mutate { add_field => { "service" => "dev-pynode" } }
  }
}

output {
  elasticsearch {
    hosts => ["elasticsearch:9200"]
    index => "dev-pynode-logs-%{+YYYY.MM.dd}" # a day each
  }
}
`;

function conditionOf(text: string): LogstashCondition | undefined {
  const { pipeline, issues } = parseLogstashPipeline(`filter { if ${text} { drop {} } }`, 'a.conf');
  expect(issues).toEqual([]);
  const statement: LogstashStatement = pipeline.sections[0].body[0];
  return statement.kind === 'branch' ? statement.arms[0].condition : undefined;
}

function fault(text: string): string {
  const [{ position, message }] = parseLogstashPipeline(text, 'a.conf').issues;
  return `${position.line}:${position.column} ${message}`;
}

describe('parseLogstashPipeline', () => {
  it('reads sections, plugins, settings and branches', () => {
    const { pipeline, issues } = parseLogstashPipeline(PIPELINE, 'a.conf');
    expect(issues).toEqual([]);
    expect(pipeline.sections.map(({ type }) => type)).toEqual(['input', 'filter', 'output']);
    const [branch] = pipeline.sections[1].body;
    const names =
      branch.kind === 'branch' ? branch.arms[0].body.map((each) => each.kind === 'plugin' && each.name) : [];
    expect(names).toEqual(['grok', 'mutate']);
    expect(pipeline.sections[0].body[0]).toMatchObject({
      name: 'beats',
      settings: [{ name: 'port', value: { kind: 'number', value: 5044 } }],
    });
  });

  it('says where plugins, settings and values stand', () => {
    const { pipeline, source } = parseLogstashPipeline(PIPELINE, 'a.conf');
    const [plugin] = pipeline.sections[2].body;
    if (plugin.kind !== 'plugin') throw new Error('the output is a plugin');
    const [, index] = plugin.settings;
    const texts = [plugin.range, index.range, index.value.range].map((range) =>
      PIPELINE.slice(range?.start, range?.end),
    );
    expect(texts).toEqual(['elasticsearch', 'index', '"dev-pynode-logs-%{+YYYY.MM.dd}"']);
    expect(source.positionAt(index.range?.start ?? 0)).toEqual({ file: 'a.conf', line: 20, column: 5 });
  });

  it('binds and more tightly than or', () => {
    const condition = conditionOf('[a] == 1 or [b] in ["x", "y"] and !([c] =~ /^z\\/$/)');
    expect(condition).toMatchObject({ kind: 'logical', operator: 'or', right: { operator: 'and' } });
    expect(condition && printLogstashCondition(condition)).toBe(
      '[a] == 1 or ([b] in ["x", "y"] and !([c] =~ /^z\\/$/))',
    );
  });

  it('takes a list of one text for a field, as Logstash does', () => {
    expect(conditionOf('[a] in ["x"]')).toMatchObject({ right: { kind: 'field', path: ['"x"'] } });
  });

  it('reads else if and else, nested plugins, words and empty lists', () => {
    const text = `output { if [a] { stdout { codec => json { } } } else if [b] not in [1, 2] { file { path => x ok => [] } } else { null {} } }`;
    const { pipeline, issues } = parseLogstashPipeline(text, 'a.conf');
    expect(issues).toEqual([]);
    const [branch] = pipeline.sections[0].body;
    expect(branch).toMatchObject({
      arms: [
        { condition: { kind: 'truth' }, body: [{ settings: [{ value: { kind: 'plugin', name: 'json' } }] }] },
        { condition: { operator: 'not in' } },
        { body: [{ name: 'null' }] },
      ],
    });
  });

  it('keeps backslashes in strings as Logstash does', () => {
    const { pipeline } = parseLogstashPipeline(
      `filter { grok { match => { "a" => "\\"%{WORD}\\d" } } }`,
      'a.conf',
    );
    expect(JSON.stringify(pipeline)).toContain(JSON.stringify('\\"%{WORD}\\d'));
  });

  it.each([
    ['filter { grok { match => { "a" => "b", "c" => "d" } } }', '1:38 a hash has no commas'],
    ['filter {\n  grok { match "a" }\n}', '2:16 expected => behind the setting match, found "\\""'],
    ['filters { }', '1:1 expected input, filter or output, found "filters"'],
    [
      'input { beats { port => 5044 }',
      '1:31 expected } behind the block of input, found the end of the file',
    ],
    ['input { beats { port => "5044 } }', '1:25 the string does not end'],
    ['filter { if [a] == { } }', '1:20 expected a field, text, number or list, found "{"'],
    ['output { x { y => } }', '1:19 expected a value, found "}"'],
  ])('names the fault of %j and where it is', (text, expected) => expect(fault(text)).toBe(expected));

  it('refuses blocks that are nested without end', () => {
    expect(fault(`filter {${' if [a] {'.repeat(100_000)}`)).toContain('nested too deeply');
  });
});
