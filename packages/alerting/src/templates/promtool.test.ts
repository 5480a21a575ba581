import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseRuleFile } from '@telltale/formats';
import { LabelSet, MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { expect, test } from 'vitest';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { loadRuleGroups } from '../rules/load-rule-groups.ts';
import { createRuleManager } from '../rules/rule-manager.ts';

/** Templates that Debian's promtool (2.42) knows, each with a text around it that is never empty. */
const TEMPLATES = [
  '{{ $labels.job }} {{ .Labels.job }} {{ $.Labels.job }} {{ $labels.missing }}|',
  '{{ $value }} {{ .Value }} {{ $value | printf "%.3f" }}',
  '{{ $externalLabels.region }} {{ .ExternalLabels.region }} {{ $externalURL }} {{ .ExternalURL }}',
  '{{ $labels }}',
  '{{ humanize 1234567.0 }} {{ humanize 0.00012 }} {{ humanize "12345" }} {{ humanize 0 }} {{ humanize -1500 }}',
  '{{ humanize1024 1048576.0 }} {{ humanize1024 1023 }} {{ humanize1024 "NaN" }}',
  '{{ humanizeDuration 3661.5 }} {{ humanizeDuration 0.0015 }} {{ humanizeDuration 90061 }} {{ humanizeDuration -61 }} {{ humanizeDuration 59.9 }}',
  '{{ humanizePercentage 0.0512 }} {{ humanizePercentage 1 }} {{ humanizePercentage "0.1234567" }}',
  '{{ humanizeTimestamp 1435065584.128 }} {{ humanizeTimestamp 0 }} {{ humanizeTimestamp 0.0059 }} {{ humanizeTimestamp -0.0008 }}',
  '{{ humanize "+Inf" }} {{ humanizeDuration "-Inf" }} {{ humanizeTimestamp "NaN" }}',
  '{{ toTime 1435065584 }} {{ (toTime 1435065584.5).Format "2006-01-02T15:04:05.000Z07:00 Mon Jan _2 3PM" }}',
  '{{ (toTime 1435065584).Year }} {{ (toTime 1435065584).Unix }} {{ (toTime 1435065584).Weekday }}',
  '{{ parseDuration "1h30m" }} {{ parseDuration "250ms" }}',
  '{{ "foo bar-baz" | title }} {{ "aBc" | toUpper }} {{ "aBc" | toLower }}',
  '{{ stripPort $labels.instance }} {{ stripDomain $labels.instance }} {{ stripPort "[::1]:80" }} {{ stripDomain "10.1.2.3:80" }} {{ stripDomain "10.1.2.3" }} {{ stripPort "nothing" }}',
  '{{ match "^a.i$" $labels.job }} {{ match "x" $labels.job }}',
  '{{ reReplaceAll "(a)(p)" "$2-${1}" "apap" }} {{ $labels.instance | reReplaceAll ":.*" "" }} {{ reReplaceAll "x*" "-" "abxc" }}',
  '{{ graphLink "up == 0" }} {{ tableLink "sum(rate(x[5m]))" }}',
  '{{ safeHtml "<b>" }} {{ html "<a href=\'x\'>" }} {{ js "a\\"b<c>\'d\'" }} {{ urlquery "a b&c=d/é" }}',
  '{{ query "sort(up)" | first | value }} {{ query "sort(up)" | first | label "job" }} {{ (query "sort(up)" | first).Labels.job }}',
  '{{ with query "up{job=\\"b\\"}" }}{{ . | first | value | humanize }}{{ end }}!',
  '{{ range query "sort_desc(up)" }}{{ .Labels.job }}={{ .Value }};{{ end }}',
  '{{ range query "up" | sortByLabel "job" }}[{{ .Labels.job }}]{{ end }}',
  '{{ range $i, $e := query "up" | sortByLabel "job" }}{{ $i }}:{{ $e.Labels.job }} {{ end }}.',
  '{{ range query "nothing_there" }}x{{ else }}none{{ end }}',
  '{{ query "up" | len }} {{ len $labels }} {{ len "héllo" }}',
  '{{ query (printf "up{job=%q}" "a") | first | value }} {{ query "scalar(up{job=\\"b\\"})" | first | value }}',
  '{{ query "label_replace(up{job=\\"a\\"}, \\"__value__\\", \\"text\\", \\"\\", \\"\\")" | first | strvalue }}',
  '{{ if gt $value 0.05 }}high{{ else }}low{{ end }} {{ if lt $value 0.01 }}a{{ else if eq $labels.job "api" }}b{{ else }}c{{ end }}',
  '{{ if and $labels.job (not $labels.missing) }}yes{{ end }} {{ or $labels.missing "dash" }} {{ and 1 0 }} {{ not true }}',
  '{{ with $labels.job }}{{ . }}{{ end }} {{ with $labels.missing }}x{{ else }}none{{ end }} {{ with $x := "a" }}{{ $x }}{{ . }}{{ end }}',
  '{{ range $k, $v := $labels }}{{ $k }}={{ $v }},{{ end }}',
  '{{ range $labels }}{{ . }} {{ end }}.',
  '{{ range $i, $e := query "up" | sortByLabel "job" }}{{ if eq $i 1 }}{{ break }}{{ end }}{{ $e.Labels.job }}{{ end }}.',
  '{{ range query "up" | sortByLabel "job" }}{{ if eq .Labels.job "a" }}{{ continue }}{{ end }}{{ .Labels.job }}{{ end }}.',
  '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $y := 3 }}{{ $y }}{{ end }}{{ $x }}',
  '{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}',
  '{{ define "t" }}<{{ . }}{{ $ }}>{{ end }}{{ template "t" $labels.job }}{{ template "t" 5 }}',
  '{{ define "sample" }}{{ .arg0 }}/{{ .arg1 }}{{ .arg2 }}{{ end }}{{ template "sample" (args "a" 2) }}',
  '{{ block "b" $value }}[{{ . }}]{{ end }}',
  '{{ args "a" 1 2.5 true }}',
  '{{ index $labels "job" }} {{ index (args "x") "arg0" }} {{ index "abc" 1 }} {{ slice "abcdef" 1 3 }} {{ slice "abc" 1 }}',
  '{{ (index (query "up" | sortByLabel "job") 1).Labels.job }} {{ len (slice (query "up") 1) }}',
  '{{ print "a" 1 2 "b" 3 true }} {{ print 1 2 }} {{ println "x" 1 }}|',
  '{{ printf "%d|%5d|%-5d|%05d|%x|%X|%o|%b|%c|%U|%+d" 7 7 7 7 255 255 8 5 65 65 3 }}',
  '{{ printf "%f|%.1f|%8.2f|%-8.2f|%08.2f|%e|%g|%.3g|%+.1f" 1.5 2.25 3.14159 3.14159 -3.14159 1234567.0 1234567.0 1234567.0 1.0 }}',
  '{{ printf "%s|%q|%10s|%-10s|%.2s|%x" "a" "b\\n\\"c\\"" "right" "left" "cut" "hex" }}|',
  '{{ printf "%v %v %v %v %t" 1 2.5 "s" true false }} {{ printf "%%" }} {{ printf "%[2]s %[1]s" "a" "b" }}',
  '{{ printf "%d" $value }} {{ printf "%s" 5 }} {{ printf "%s" }} {{ printf "x" 1 }} {{ printf "%z" 1 }} {{ printf "%T %T %T" 1 2.5 "s" }}',
  '{{ printf "%s %v" $labels (args 1) }}',
  "{{ 1e3 }} {{ 0x1F }} {{ 1_000 }} {{ 1000000.0 }} {{ 123456789.0 }} {{ 0.00001 }} {{ .5 }} {{ 'a' }} {{ -3 }}",
  '{{ eq 1 1 }} {{ eq "a" "b" "a" }} {{ ne 1 2 }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt 2.5 1.5 }} {{ ge "b" "a" }} {{ eq $labels.job "api" }}',
  'a  {{- " b " -}}  c {{/* a remark */}}d {{- /* two */ -}} e',
  '{{ `raw "text"` }} {{ "tab\\tnew\\\\ \\u00e9 \\x41" }}',
  '{{ ($labels.job | toUpper) | printf "%s-%s" "x" }} {{ $labels.job | printf "%s" | len }}',
  '{{ if 0 }}a{{ else }}b{{ end }}{{ if "" }}a{{ else }}b{{ end }}{{ if 0.0 }}a{{ else }}b{{ end }}{{ if "0" }}a{{ else }}b{{ end }}{{ if $labels }}a{{ end }}',
  '{{ range $i := query "sort(up)" }}{{ $i.Value }}{{ end }} {{ (query "up{job=\\"a\\"}" | first).Value | humanize }}',
  '{{ $total := 0.0 }}{{ range query "sort(up)" }}{{ $total = .Value }}{{ end }}{{ $total }}',
  '{{ with $v := query "up" | sortByLabel "job" | first }}{{ $v.Labels.job }}{{ end }} {{ if $q := query "up" }}{{ len $q }}{{ end }}',
  '{{ "" | len }}{{ "quoted \\"x\\"" | printf "%q" }} {{ "ünïcode" | toUpper }} {{ "oneil mc-donald" | title }} {{ printf "%.1f %.0f %.0f %.2g %.3e" 2.35 0.5 1.5 2.25 1.0625 }} {{ humanize 1000.5 }} {{ humanize 1.0005 }} {{ humanizePercentage 0.100005 }}',
  '{{ true }} {{ false }} {{ and true "x" }} {{ or 0 "" "last" }}',
] as const;

const SERIES: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[] = [
  { labels: { __name__: 'metric', instance: 'host-1.example.org:9100', job: 'api' }, value: 0.0512 },
  { labels: { __name__: 'up', job: 'b' }, value: 2 },
  { labels: { __name__: 'up', job: 'a' }, value: 1234.5 },
  { labels: { __name__: 'up', job: 'c' }, value: 0 },
];
const EXTERNAL = { region: 'eu' };
const URL = 'http://telltale.example.org/base';
const AT_MS = 300_000;
const hasPromtool = spawnSync('sh', ['-c', 'command -v promtool']).status === 0;

/** Each template as an annotation of one alert. JSON is YAML. */
function ruleFile(): string {
  const annotations = Object.fromEntries(TEMPLATES.map((text, i) => [`t${i}`, text]));
  return JSON.stringify({
    groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'metric > 0', annotations }] }],
  });
}

async function rendered(): Promise<Readonly<Record<string, string>>> {
  const store = new MemorySeriesStore();
  for (const { labels, value } of SERIES) store.add(LabelSet.of(labels), [[AT_MS, value]]);
  const updates: AlertUpdate[] = [];
  const manager = createRuleManager({
    groups: loadRuleGroups(parseRuleFile(ruleFile(), 'rules.yml')),
    query: createQueryEngine({ source: store, limits: { sliceMs: Infinity } }),
    appender: store,
    clock: new VirtualClock(AT_MS),
    state: createMemoryState(),
    onAlerts: (alerts) => updates.push(...alerts),
    externalUrl: URL,
    externalLabels: LabelSet.of(EXTERNAL),
  });
  await manager.evaluateOnce('g', AT_MS);
  return updates[0].annotations;
}

test.skipIf(!hasPromtool)(
  'sixty templates give the text that promtool expects (skipped where promtool is missing)',
  { timeout: 30_000 },
  async () => {
    const annotations = await rendered();
    expect(Object.values(annotations).filter((text) => text.includes('<error expanding'))).toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'telltale-templates-'));
    try {
      writeFileSync(join(folder, 'rules.yml'), ruleFile());
      const input = SERIES.map(({ labels: { __name__: name, ...labels }, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
        return { series: `${name}{${pairs.join(',')}}`, values: `${value}x10` };
      });
      const { instance, job } = SERIES[0].labels;
      const expected = { exp_labels: { instance, job }, exp_annotations: annotations };
      const unit = {
        interval: '1m',
        input_series: input,
        external_labels: EXTERNAL,
        external_url: URL,
        alert_rule_test: [{ eval_time: '5m', alertname: 'A', exp_alerts: [expected] }],
      };
      const file = { rule_files: ['rules.yml'], evaluation_interval: '1m', tests: [unit] };
      writeFileSync(join(folder, 'test.yml'), JSON.stringify(file));
      const { stdout, stderr, status } = spawnSync('promtool', ['test', 'rules', 'test.yml'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(differences(annotations, stdout + stderr)).toEqual([]);
      expect(status, stdout + stderr).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** Which templates promtool renders differently: it tells all annotations it expected and those it got. */
function differences(annotations: Readonly<Record<string, string>>, output: string): string[] {
  const got = output.slice(output.indexOf('got:'));
  if (!output.includes('got:')) return [];
  return Object.entries(annotations)
    .filter(([name, text]) => !got.includes(`${name}=${JSON.stringify(text)}`))
    .map(([name, text]) => {
      const theirs = new RegExp(`\\b${name}=("(?:[^"\\\\]|\\\\.)*")`).exec(got)?.[1];
      return `${TEMPLATES[Number(name.slice(1))]} → ${JSON.stringify(text)}, promtool: ${theirs}`;
    });
}
