import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelFor, createHttpTransport, createSmtpTransport, readSecret } from '@telltale/alerting';
import type { Notification } from '@telltale/alerting';
import { NOTIFICATION_TEMPLATES } from '@telltale/formats';
import { LabelSet, systemClock } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { runProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';

const HOSTILE = '<script>alert("x")</script> & \'q\' +1 javascript:x <!channel>';

const NOTIFICATION: Notification = {
  groupKey: '{}:{alertname="A"}',
  groupLabels: LabelSet.of({ alertname: 'A', team: 'core' }),
  reason: 'first notification',
  alerts: [
    {
      labels: LabelSet.of({ alertname: 'A', instance: 'a:1', severity: 'page', team: 'core', zone: HOSTILE }),
      annotations: { summary: 'first', description: HOSTILE, runbook_url: 'https://r.example/a?b=1&c=x y' },
      status: 'firing',
      startsAtMs: Date.parse('2026-01-02T03:04:05.678Z'),
      endsAtMs: null,
      generatorUrl: 'http://p.example/graph?g0.expr=up%7B%7D',
      fingerprint: '0123456789abcdef',
    },
    {
      labels: LabelSet.of({ alertname: 'A', instance: 'b:2', severity: 'page', team: 'core' }),
      annotations: { summary: 'second', runbook_url: 'javascript:alert(1)' },
      status: 'resolved',
      startsAtMs: Date.parse('2026-01-02T03:00:00Z'),
      endsAtMs: Date.parse('2026-01-02T04:00:00Z'),
      generatorUrl: '',
      fingerprint: 'fedcba9876543210',
    },
  ],
  externalUrl: 'http://station.example',
  atMs: Date.parse('2026-01-02T05:00:00Z'),
};

/** The same as amtool reads it. */
const DATA = {
  receiver: 'ops',
  status: 'firing',
  alerts: NOTIFICATION.alerts.map((alert) => ({
    status: alert.status,
    labels: alert.labels.toObject(),
    annotations: alert.annotations,
    startsAt: new Date(alert.startsAtMs).toISOString(),
    endsAt: alert.endsAtMs === null ? '0001-01-01T00:00:00Z' : new Date(alert.endsAtMs).toISOString(),
    generatorURL: alert.generatorUrl,
    fingerprint: alert.fingerprint,
  })),
  groupLabels: { alertname: 'A', team: 'core' },
  commonLabels: { alertname: 'A', severity: 'page', team: 'core' },
  commonAnnotations: {},
  externalURL: 'http://station.example',
};

const TEXTS = [
  'Dev-PyNode Alert: {{ .GroupLabels.alertname }}',
  '{{ range .Alerts }}\nAlert: {{ .Annotations.summary }}\nDescription: {{ .Annotations.description }}\n{{ end }}',
  '{{ .Receiver }} {{ .Status | toUpper }} {{ .ExternalURL }}',
  '{{ .Alerts.Firing | len }} {{ len .Alerts.Resolved }} {{ len .Alerts }}',
  '{{ .CommonLabels }} {{ .GroupLabels.Names }} {{ .GroupLabels.Values }}',
  '{{ .CommonLabels.SortedPairs }} {{ .CommonLabels.SortedPairs.Names }} {{ .CommonLabels.SortedPairs.Values }}',
  '{{ range .CommonLabels.SortedPairs }}{{ .Name }}={{ .Value }} {{ end }}',
  '{{ (.CommonLabels.Remove .GroupLabels.Names).Names }}',
  '{{ .CommonLabels.Remove (stringSlice "team" "nope") }}',
  '{{ range $i, $a := .Alerts }}{{ if $i }}, {{ end }}{{ $a.Labels.instance }}{{ end }}',
  '{{ range $k, $v := .GroupLabels }}{{ $k }}:{{ $v }};{{ end }}',
  '[{{ .CommonLabels.missing }}] {{ with .CommonAnnotations.missing }}{{ . }}{{ else }}none{{ end }}',
  '{{ with index .Alerts 0 }}{{ .StartsAt }}|{{ .EndsAt }}|{{ .Fingerprint }}|{{ .GeneratorURL }}{{ end }}',
  '{{ (index .Alerts 0).StartsAt.Format "Mon, 02 Jan 2006 15:04:05.000 MST" }} {{ (index .Alerts 0).EndsAt.IsZero }}',
  '{{ (index .Alerts 1).StartsAt.Unix }} {{ (index .Alerts 1).EndsAt.Sub (index .Alerts 1).StartsAt }}',
  '{{ .Alerts }}',
  '{{ "hello WORLD foo-bar it\'s" | title }} {{ toLower "ÄB" }} {{ "äb" | toUpper }}',
  '{{ join ", " .GroupLabels.Names }} {{ stringSlice "a" "b" | join "+" }}',
  '{{ if match "^(page|critical)$" .CommonLabels.severity }}loud{{ end }} {{ match "[" "x" }}',
  '{{ if match "^(page|critical)$" .CommonLabels.severity }}loud{{ else }}quiet{{ end }}',
  '{{ reReplaceAll "(\\\\w)(\\\\d)" "$2-${1}" "a1 b2" }} {{ "x.y" | reReplaceAll "\\\\." "" }}',
  '{{ "<b>" | safeHtml }} {{ printf "%05.1f|%q|%-4d|" 3.14159 "a\\"b" 7 }}',
  '{{ $x := "a" }}{{ range .Alerts }}{{ $x = .Status }}{{ end }}{{ $x }}',
  '{{ range .Alerts }}{{ if eq .Status "resolved" }}{{ break }}{{ end }}{{ .Status }}{{ end }}',
  '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .Status }}{{ block "u" .Receiver }}!{{ . }}{{ end }}',
  '  {{- " a " -}}  b {{/* nothing */ -}}  c',
  '{{ and .Status .CommonAnnotations.x }}|{{ or .CommonAnnotations.x "y" }}|{{ not .Alerts }}',
  '{{ .CommonLabels.constructor }}{{ .CommonLabels.__proto__ }}|{{ index .CommonLabels "toString" }}',
  '{{ template "telltale.title" . }}',
  '{{ template "telltale.email.text" . }}',
  '{{ template "telltale.slack.color" . }} {{ template "telltale.pagerduty.severity" . }}',
  '{{ template "telltale.pagerduty.alerts" .Alerts.Firing }}',
];

/** Both refuse to render them. */
const FAULTY = [
  '{{ .Foo }}',
  '{{ .Alerts.Foo }}',
  '{{ (index .Alerts 5).Status }}',
  '{{ template "nope" . }}',
  '{{ .Status.Foo }}',
  '{{ join 1 2 }}',
  '{{ range .Status }}{{ end }}',
];

const HTML = [
  '<p>{{ (index .Alerts 0).Labels.zone }}</p>',
  '<a href="{{ (index .Alerts 0).Annotations.runbook_url }}">{{ "a+b" }}</a>',
  '<a href="{{ (index .Alerts 1).Annotations.runbook_url }}">x</a>',
  '<a href="/q?x={{ (index .Alerts 0).Labels.zone }}&amp;y={{ .Status }}">x</a>',
  "<p title='{{ (index .Alerts 0).Labels.zone }}'>",
  '<p title={{ (index .Alerts 0).Labels.zone }} class=b>',
  '<p style="color: {{ if eq .Status "firing" }}#ff0000{{ end }}; width: {{ "10px" }}">',
  '{{ "<b>" | safeHtml }}{{ "<i>" }}',
  '<a href="mailto:{{ .Receiver }}@x.example">{{ .CommonLabels }}</a>',
  '{{ template "telltale.email.html" . }}',
];

const SERVICES = {
  http: createHttpTransport(),
  mail: createSmtpTransport(),
  secrets: readSecret,
  clock: systemClock,
};

/** What the mail to a receiver says whose body is a template. */
function rendered(part: 'text' | 'html', template: string): string {
  const channel = channelFor(
    {
      kind: 'email',
      name: 'ops',
      to: ['ops@shop.example'],
      from: 'alerts@shop.example',
      smarthost: 'localhost:587',
      requireTls: true,
      sendResolved: true,
      [part]: template,
    },
    SERVICES,
  );
  const mail = Object(channel.compose(NOTIFICATION));
  return String(mail[part]);
}

describe.skipIf(!hasProgram('amtool'))('notification templates say what amtool renders', () => {
  const folder = suiteFolder();

  async function amtool(part: 'text' | 'html', template: string): Promise<{ exit: unknown; output: string }> {
    const [data, templates] = [join(folder.path, 'data.json'), join(folder.path, 'telltale.tmpl')];
    writeFileSync(data, JSON.stringify(DATA));
    writeFileSync(templates, NOTIFICATION_TEMPLATES);
    const flags = [`--template.glob=${templates}`, `--template.data=${data}`, `--template.type=${part}`];
    return runProgram('amtool', ['template', 'render', ...flags, `--template.text=${template}`]);
  }

  test.each(TEXTS)('%s', async (template) => {
    const { exit, output } = await amtool('text', template);
    if (exit !== 0) expect(rendered('text', template)).toContain('template failed');
    else expect(rendered('text', template)).toBe(output);
  });

  test.each(FAULTY)('%s is a fault', async (template) => {
    expect((await amtool('text', template)).exit).toBe(1);
    expect(rendered('text', template)).toMatch(/^\[FIRING:1\] A[^]*\(template failed: text: .+\)$/);
  });

  test.each(HTML)('as HTML: %s', async (template) => {
    const { output } = await amtool('html', template);
    expect(rendered('html', template)).toBe(output);
  });
});
