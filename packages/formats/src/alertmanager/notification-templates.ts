/*
 * What people read at night: which alert, where, how bad, since when, what to do. Only functions that
 * Alertmanager 0.25 and newer have.
 */

const TITLE = `{{ define "telltale.title" -}}
{{ if eq .CommonLabels.drill "true" }}[DRILL] {{ end -}}
[{{ .Status | toUpper }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}]
{{- " " }}{{ with .CommonLabels.alertname }}{{ . }}{{ else }}{{ .Alerts | len }} alerts{{ end }}
{{- with .CommonLabels.service }} on {{ . }}{{ else }}{{ with .CommonLabels.job }} on {{ . }}{{ end }}{{ end }}
{{- with .CommonLabels.severity }} ({{ . }}){{ end }}
{{- end }}
`;

const LABELS = `{{ define "telltale.labels" -}}
Labels:{{ range .Labels.SortedPairs }}{{ if not (match "^(alertname|severity)$" .Name) }} {{ .Name }}={{ .Value }}{{ end }}{{ end }}
{{- end }}
`;

const SLACK = `{{ define "telltale.slack.color" -}}
{{ if eq .Status "resolved" }}good{{ else if match "^(ticket|warning|info)$" .CommonLabels.severity }}warning{{ else }}danger{{ end }}
{{- end }}

{{ define "telltale.slack.text" -}}
{{ range .Alerts -}}
*{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}*{{ if eq .Status "resolved" }} (resolved){{ end }}
{{ with .Annotations.description }}{{ . }}
{{ end -}}
{{ template "telltale.labels" . }}
since {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{- with .Annotations.runbook_url }} | {{ if match "^https?:" . }}<{{ . }}|runbook>{{ else }}runbook: {{ . }}{{ end }}{{ end }}
{{- with .Annotations.dashboard_url }} | {{ if match "^https?:" . }}<{{ . }}|dashboard>{{ else }}dashboard: {{ . }}{{ end }}{{ end }}
{{- with .GeneratorURL }} | <{{ . }}|query>{{ end }}

{{ end -}}
{{- end }}
`;

const EMAIL = `{{ define "telltale.email.text" -}}
{{ template "telltale.title" . }}

{{ range .Alerts -}}
{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }} [{{ .Status }}]
{{ with .Annotations.description }}{{ . }}
{{ end -}}
{{ template "telltale.labels" . }}
Since: {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{ if eq .Status "resolved" }}Until: {{ .EndsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{ end -}}
{{ with .Annotations.runbook_url }}Runbook: {{ . }}
{{ end -}}
{{ with .Annotations.dashboard_url }}Dashboard: {{ . }}
{{ end -}}
{{ with .GeneratorURL }}Query: {{ . }}
{{ end }}
{{ end -}}
All alerts: {{ .ExternalURL }}
{{- end }}

{{ define "telltale.email.html" -}}
<!doctype html>
<html lang="en">
<body style="font-family: sans-serif; color: #1f2328; max-width: 44rem">
<h2 style="color: {{ if eq .Status "resolved" }}#1a7f37{{ else }}#cf222e{{ end }}">{{ template "telltale.title" . }}</h2>
{{ range .Alerts -}}
<div style="border-left: 4px solid {{ if eq .Status "resolved" }}#1a7f37{{ else }}#cf222e{{ end }}; padding-left: 0.75rem; margin-bottom: 1rem">
<p><strong>{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}</strong> {{ .Status }} since {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}</p>
{{ with .Annotations.description }}<p>{{ . }}</p>
{{ end -}}
<p style="color: #59636e">{{ template "telltale.labels" . }}</p>
<p>{{ with .Annotations.runbook_url }}<a href="{{ . }}">Runbook</a> {{ end }}{{ with .Annotations.dashboard_url }}<a href="{{ . }}">Dashboard</a> {{ end }}{{ with .GeneratorURL }}<a href="{{ . }}">Query</a>{{ end }}</p>
</div>
{{ end -}}
<p><a href="{{ .ExternalURL }}">All alerts</a></p>
</body>
</html>
{{- end }}
`;

const PAGERDUTY = `{{ define "telltale.pagerduty.severity" -}}
{{ if match "^(page|critical)$" .CommonLabels.severity }}critical{{ else if match "^(ticket|warning)$" .CommonLabels.severity }}warning{{ else if eq .CommonLabels.severity "info" }}info{{ else }}error{{ end }}
{{- end }}

{{ define "telltale.pagerduty.alerts" -}}
{{ range . -}}
{{ with .Annotations.summary }}{{ . }}{{ else }}{{ .Labels.alertname }}{{ end }}
{{ with .Annotations.description }}{{ . }}
{{ end -}}
{{ template "telltale.labels" . }}
Since: {{ .StartsAt.UTC.Format "2006-01-02 15:04:05 UTC" }}
{{ with .GeneratorURL }}Query: {{ . }}
{{ end }}
{{ end -}}
{{- end }}
`;

/** The templates that generated receivers name, as the text of one `.tmpl` file. */
export const NOTIFICATION_TEMPLATES = [TITLE, LABELS, SLACK, EMAIL, PAGERDUTY].join('\n');
