import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { renderTemplate } from './render-template.ts';

const labels = LabelSet.from([
  ['__name__', 'x'],
  ['job', 'api'],
  ['instance', 'host-1.example.org:9100'],
  ['empty-ish', 'dash'],
]);

function render(text: string, value = 0.0512): string {
  const externalLabels = LabelSet.of({ region: 'eu' });
  return renderTemplate(text, { labels, value, externalLabels, externalUrl: 'http://t' });
}

describe('templates', () => {
  test.each([
    ['plain { text }', 'plain { text }'],
    ['{{ $labels.job }}', 'api'],
    ['{{ .Labels.job }} {{.Value}}', 'api 0.0512'],
    ['{{ $value }}', '0.0512'],
    ['{{ $labels.missing }}', ''],
    ['{{ $externalLabels.region }} {{ .ExternalURL }}{{ $externalURL }}', 'eu http://thttp://t'],
    ['{{ $value | humanizePercentage }}', '5.12%'],
    ['{{ humanizePercentage $value }}', '5.12%'],
    ['{{ printf "%.1f%% of %s" 99.5 $labels.job }}', '99.5% of api'],
    ['{{ $value | printf "%.2f" }}', '0.05'],
    ['{{ printf "%d|%5d|%-5d|%05d|%x" 7 7 7 7 255 }}', '7|    7|7    |00007|ff'],
    ['{{ printf "%q %v %t" "a" "b" true }}', '"a" b true'],
    ['{{ printf "%d" $value }}', '%!d(float64=0.0512)'],
    ['{{ printf "%s" }}', '%!s(MISSING)'],
    ['{{ printf "x" 1 }}', 'x%!(EXTRA int=1)'],
    ['{{ printf "%e %g %.3g" 1234567.0 1234567.0 1234567.0 }}', '1.234567e+06 1.234567e+06 1.23e+06'],
    ['{{ "AbC" | toUpper }}{{ toLower "AbC" }}{{ title "hello big world" }}', 'ABCabcHello Big World'],
    [
      '{{ $labels.instance | stripPort }} {{ stripDomain $labels.instance }}',
      'host-1.example.org host-1:9100',
    ],
    ['{{ if gt $value 0.05 }}high{{ else }}low{{ end }}', 'high'],
    ['{{ if gt $value 0.06 }}high{{ else if eq $labels.job "api" }}api{{ else }}low{{ end }}', 'api'],
    ['{{ if and $labels.job (not $labels.missing) }}yes{{ end }}', 'yes'],
    ['{{ with $labels.job }}[{{ . }}]{{ end }}{{ with $labels.no }}x{{ else }}none{{ end }}', '[api]none'],
    ['{{ $x := $labels.job }}{{ $x }}', 'api'],
    ['{{ index $labels "empty-ish" }}', 'dash'],
    ['a {{- " b " -}} c', 'a b c'],
    ['a{{/* a remark */}}b', 'ab'],
    ['{{ `raw {{ }}` }}', 'raw {{ }}'],
    ['{{ "é\\n\\x41\\u00e9" }}', 'é\nAé'],
    ['{{ $labels }}', 'map[__name__:x empty-ish:dash instance:host-1.example.org:9100 job:api]'],
  ])('%s gives %s', (text, expected) => {
    expect(render(text)).toBe(expected);
  });

  test.each([
    ['{{ $labels.job', 'unclosed action'],
    ['{{ nosuch 1 }}', 'function "nosuch" not defined'],
    ['{{ $nosuch }}', 'undefined variable "$nosuch"'],
    ['{{ .Nosuch }}', "can't evaluate field Nosuch in type struct"],
    ['{{ $value.x }}', "can't evaluate field x in type float64"],
    ['{{ if $value }}', '{{if}} without {{end}}'],
    ['{{ end }}', 'unexpected {{end}}'],
    ['{{ gt $value 5 }}', 'incompatible types for comparison'],
    ['{{ range $value }}{{ end }}', "range can't iterate over float64"],
    ['{{ humanize "abc" }}', 'can\'t convert "abc" to a number'],
    ['{{ }}', 'missing value for command'],
    ['{{ "open }}', 'unterminated quoted string'],
    ['{{ constructor }}', 'function "constructor" not defined'],
    [`{{ ${'('.repeat(100)}1${')'.repeat(100)} }}`, 'nested too deeply'],
  ])('an error in %s becomes part of the text', (text, message) => {
    expect(render(text)).toBe(`<error expanding template: ${message}>`);
  });

  test.each([
    ['{{ now }} {{ toTime now }}', '1700000000 2023-11-14 22:13:20 +0000 UTC'],
    [
      '{{ toDuration 90.5 }} {{ (toDuration 90.5).Minutes }} {{ (toDuration 0.25) }}',
      '1m30.5s 1.5083333333333333 250ms',
    ],
    ['{{ externalURL }} {{ pathPrefix }}|', 'http://t |'],
    ['{{ urlQueryEscape "a b&c" }}', 'a+b%26c'],
    ['{{ range 3 }}{{ . }}{{ end }}', '012'],
    ['{{ with $labels.missing }}a{{ else with $labels.job }}{{ . }}{{ end }}', 'api'],
    ['{{ parseDuration "-1m" }}', '-60'],
    ['{{ (toTime now).Add (toDuration 60) }}', '2023-11-14 22:14:20 +0000 UTC'],
  ])('%s gives %s, as in the newest Prometheus', (text, expected) => {
    const input = { labels, value: 1, timeMs: 1_700_000_000_000, externalUrl: 'http://t' };
    const shown = renderTemplate(text, input);
    expect(shown.replace('1.7e+09', '1700000000')).toBe(expected);
  });

  test.each([
    [
      'a loop in a loop',
      '{{ range 1000 }}{{ range 1000 }}{{ range 1000 }}{{ end }}{{ end }}{{ end }}',
      'more than 100000 steps',
    ],
    ['a number that is counted to', '{{ range 1000000000 }}{{ end }}', 'more than 100000 steps'],
    [
      'a template that calls itself',
      '{{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}',
      'too deeply',
    ],
    [
      'a text that doubles',
      '{{ $x := "ab" }}{{ range 40 }}{{ $x = print $x $x }}{{ end }}',
      'a text of more than 1048576 characters',
    ],
    [
      'a width without end',
      '{{ $x := printf "%1000s" "a" }}{{ range 2000 }}{{ $x = printf "%s%s" $x $x }}{{ end }}',
      'a text of more than',
    ],
    ['an expression that is none', '{{ match "a(" "b" }}', 'bad regular expression'],
    ['a template that nobody defined', '{{ template "none" }}', 'template "none" not defined'],
    ['a loop that is left outside', '{{ break }}', '{{break}} outside {{range}}'],
    [
      'a variable of a block that has ended',
      '{{ if true }}{{ $x := 1 }}{{ end }}{{ $x }}',
      'undefined variable "$x"',
    ],
    ['an index out of range', '{{ index (args "a") 5 }}', 'expected string; got int'],
    ['a function of text that is given a number', '{{ toUpper 5 }}', 'expected string; got int'],
    ['a missing argument', '{{ title }}', 'wrong number of args: want 1 got 0'],
    ['arguments for what is no function', '{{ 1 2 }}', "can't give argument to non-function"],
    ['the first of nothing', '{{ first $labels }}', 'expected template.queryResult; got map[string]string'],
    ['a query where there is nothing to ask', '{{ query "up" }}', 'error calling query'],
    ['a call of no function', '{{ call $value }}', 'non-function of type float64'],
  ])('%s ends with an error as text', (_, text, message) => {
    const shown = render(text);
    expect(shown).toMatch(/^<error expanding template: /);
    expect(shown).toContain(message);
  });

  test('properties of objects are no fields and no keys', () => {
    for (const name of [
      'constructor',
      '__proto__',
      'toString',
      'length',
      'size',
      'kind',
      'fields',
      'entries',
    ]) {
      expect(render(`{{ $labels.${name} }}|{{ index $labels "${name}" }}|`)).toBe('||');
      expect(render(`{{ .${name} }}`)).toContain(`can't evaluate field ${name}`);
      expect(render(`{{ (args 1).${name} }}`)).toBe('<no value>');
      expect(render(`{{ $value.${name} }}`)).toContain(`can't evaluate field ${name}`);
    }
  });

  test('an evil expression takes no longer than others', () => {
    const long = `${'a'.repeat(5000)}!`;
    expect(render(`{{ match "^(a+)+$" "${long}" }}`)).toBe('false');
  });

  test('long results are cut', () => {
    expect(render('{{ $value }}'.repeat(10_000)).length).toBeLessThanOrEqual(16_384);
    expect(render(`{{ printf "%1000000s" "x" }}`).length).toBeLessThanOrEqual(16_384);
  });

  test('no text makes rendering throw', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      '-}}',
      ' ',
      '$',
      '$labels',
      '.job',
      '.',
      '|',
      '(',
      ')',
      ':=',
      '"',
      '`',
      '\\',
      'if',
      'else',
      'end',
      'with',
      'printf',
      'humanize',
      'range',
      'define "x"',
      'template "x"',
      'break',
      'query',
      'args',
      'index',
      'slice',
      'len',
      '%d',
      '1',
      '1.5',
      '/*',
      '*/',
      'eq',
      '$value',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 12 }), (pieces) => {
        expect(typeof render(pieces.join(''))).toBe('string');
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbers as Go prints them', () => {
  test.each([
    [0, '0'],
    [-0, '-0'],
    [5, '5'],
    [100_000, '100000'],
    [1_000_000, '1e+06'],
    [123_456_789, '1.23456789e+08'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [1e21, '1e+21'],
    [NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('%s is %s', (value, expected) => {
    expect(render('{{ $value }}', value)).toBe(expected);
  });
});

describe('humanize functions', () => {
  test.each([
    ['humanize', 0, '0'],
    ['humanize', 1, '1'],
    ['humanize', 1_234_567, '1.235M'],
    ['humanize', -1_234_567, '-1.235M'],
    ['humanize', 0.00123, '1.23m'],
    ['humanize', 999.96, '1000'],
    ['humanize', 1e30, '1e+06Y'],
    ['humanize', NaN, 'NaN'],
    ['humanize1024', 0, '0'],
    ['humanize1024', 1024, '1ki'],
    ['humanize1024', 1_073_741_824, '1Gi'],
    ['humanize1024', 0.5, '0.5'],
    ['humanizeDuration', 0, '0s'],
    ['humanizeDuration', 1, '1s'],
    ['humanizeDuration', 0.1, '100ms'],
    ['humanizeDuration', 0.000_25, '250us'],
    ['humanizeDuration', 59.25, '59.25s'],
    ['humanizeDuration', 3661, '1h 1m 1s'],
    ['humanizeDuration', 86_401, '1d 0h 0m 1s'],
    ['humanizeDuration', -61, '-1m 1s'],
    ['humanizeDuration', Infinity, '+Inf'],
    ['humanizePercentage', 0.123_456, '12.35%'],
    ['humanizePercentage', 1, '100%'],
    ['humanizeTimestamp', 0, '1970-01-01 00:00:00 +0000 UTC'],
    ['humanizeTimestamp', 1_435_065_584.128, '2015-06-23 13:19:44.128 +0000 UTC'],
    [
      'humanizeTimestamp',
      1e300,
      '<error expanding template: 1e+300 cannot be represented as a nanoseconds timestamp since it overflows int64>',
    ],
  ])('%s of %s is %s', (name, value, expected) => {
    expect(render(`{{ $value | ${name} }}`, value)).toBe(expected);
  });
});
