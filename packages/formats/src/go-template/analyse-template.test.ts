import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseTemplate } from './analyse-template.ts';
import { NOTIFICATION_TEMPLATE, RULE_TEMPLATE } from './template-dialect.ts';

const analyse = (text: string) => analyseTemplate(text, RULE_TEMPLATE);
const labelsOf = (text: string) =>
  analyse(text).labels.map(({ name, start, end }) => [name, text.slice(start, end)]);

describe('labels that a template reads', () => {
  it.each([
    ['{{ $labels.route }}', [['route', 'route']]],
    ['{{ .Labels.job }}', [['job', 'job']]],
    ['{{ $.Labels.job }}', [['job', 'job']]],
    ['{{ index $labels "a-b" | toUpper }}', [['a-b', '"a-b"']]],
    ['{{ with $labels }}{{ .pod }}{{ end }}', [['pod', 'pod']]],
    ['{{ $l := $labels }}{{ $l.pod }}', [['pod', 'pod']]],
    [
      '{{ if (eq $labels.a "x") }}{{ else }}{{ $labels.b }}{{ end }}',
      [
        ['a', 'a'],
        ['b', 'b'],
      ],
    ],
    ['{{ range query (printf "up{job=%q}" $labels.job) }}{{ .Labels.instance }}{{ end }}', [['job', 'job']]],
    ['{{ range $k, $v := $labels }}{{ $k }}={{ $v }}{{ end }}', []],
    ['plain', []],
  ])('%s', (text, expected) => expect(labelsOf(text)).toEqual(expected));

  it('external labels are told apart', () => {
    const { labels, externalLabels } = analyse('{{ $externalLabels.region }}{{ .ExternalLabels.cluster }}');
    expect(labels).toEqual([]);
    expect(externalLabels.map(({ name }) => name)).toEqual(['region', 'cluster']);
  });
});

describe('values that a template prints', () => {
  it.each([
    ['{{ $value }}% full', [], '% full'],
    ['{{ $value | humanizePercentage }}', ['humanizePercentage'], ''],
    ['{{ .Value | humanize }}/s', ['humanize'], '/s'],
    ['{{ printf "%.2f" $value }}%', ['printf'], '%'],
    ['{{ with $value }}{{ . }}{{ end }}', [], ''],
    ['{{ $v := $value }}{{ $v }}', [], ''],
  ])('%s', (text, functions, textAfter) => {
    expect(analyse(text).values).toMatchObject([{ functions, textAfter }]);
  });

  it('a condition on the value prints nothing', () => {
    expect(analyse('{{ if gt $value 5.0 }}critical{{ end }}').values).toEqual([]);
  });

  it('the format of printf is told', () => {
    expect(analyse('{{ $value | printf "%.1f%%" }}').values[0].format).toBe('%.1f%%');
  });
});

describe('faults of a template', () => {
  it.each([
    ['{{ $labels.route', 'unclosed action', '{{'],
    ['a {{ humanise $value }}', "there is no function 'humanise'", 'humanise'],
    ['{{ $lables.a }}', "there is no variable '$lables'", '$lables.a'],
    ['{{ $value humanize }}', 'this is no function, so it takes no arguments', '$value'],
    ['{{ $labels.route toUpper }}', 'this is no function, so it takes no arguments', '$labels.route'],
    ['{{ .Lables.a }}', "an alert has no field '.Lables'", 'Lables'],
    ['{{ $value.x }}', 'the value is a number: it has no fields', 'x'],
    ['x {{ end }}', 'unexpected {{end}}', 'en'],
    ['{{ if $value }}', '{{if}} without {{end}}', 'if'],
    ['{{ range $i, $e := query "up" }}{{ $e.Value }}', '{{range}} without {{end}}', 'ra'],
  ])('%s', (text, message, at) => {
    const { faults } = analyse(text);
    expect(faults.map((fault) => [fault.message, text.slice(fault.start, fault.end)])).toEqual([
      [message, at],
    ]);
  });

  it('says which function was probably meant', () => {
    expect(analyse('{{ $value | humanizePercentag }}').faults[0].meant).toBe('humanizePercentage');
  });

  it.each([
    '{{ range query "up" }}{{ .Labels.job }} {{ .Value }}{{ else }}none{{ end }}',
    '{{ query "up" | first | value | humanize }}',
    '{{ (query "up" | first).Value }}',
    '{{ define "x" }}{{ .whatever }}{{ end }}{{ template "x" $labels }}',
    '{{ block "y" . }}{{ . }}{{ end }}',
    '{{ if and (gt $value 1.5) (lt .5 1_000.0) }}x{{ end }}',
    "{{ printf `%c` 'x' }}",
  ])('%s has none', (text) => expect(analyse(text).faults).toEqual([]));

  it('notifications have fields and functions of their own', () => {
    const text =
      '{{ range .Alerts.Firing }}{{ .Annotations.summary | trimSpace }}{{ end }}{{ .GroupLabels.SortedPairs.Values | join " " }}';
    expect(analyseTemplate(text, NOTIFICATION_TEMPLATE).faults).toEqual([]);
    expect(analyseTemplate('{{ humanize 1 }}', NOTIFICATION_TEMPLATE).faults).toHaveLength(1);
  });

  it('no text makes it throw, and every place lies inside the text', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '-',
      ' ',
      '$labels',
      '.a',
      '|',
      '(',
      ')',
      ':=',
      '"',
      '`',
      "'",
      'if',
      'end',
      'range',
      'define',
      'x',
      '1.',
      '$value',
      'index',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        const { faults, labels } = analyse(text);
        for (const { start, end } of [...faults, ...labels]) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
