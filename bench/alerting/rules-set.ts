import { SERVICES } from './rules-fleet.ts';

/** A rule file of 1,000 rules as services have them: 49 groups of one service, one of the whole fleet. */
export function ruleFile(intervalS: number): string {
  const groups = Array.from({ length: SERVICES }, (_, i) =>
    group(`service-${i}`, serviceRules(`service-${i}`), intervalS),
  );
  groups.push(group('fleet', fleetRules(), intervalS));
  return `groups:\n${groups.join('')}`;
}

interface RuleText {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
}

function serviceRules(service: string): readonly RuleText[] {
  const own = `service="${service}"`;
  const requests = `rate(http_requests_total{${own}}[5m])`;
  const failed = `rate(http_requests_total{${own},status=~"5.."}[5m])`;
  const buckets = `rate(http_request_duration_seconds_bucket{${own}}[5m])`;
  const errorRatio = `sum(${failed}) / sum(${requests})`;
  const p95 = `histogram_quantile(0.95, sum by (le) (${buckets}))`;
  const p95ByRoute = `histogram_quantile(0.95, sum by (route, le) (${buckets}))`;
  const memory = `process_resident_memory_bytes{${own}} / 1e6`;
  return [
    { record: 'route:http_requests:rate5m', expr: `sum by (service, route) (${requests})` },
    {
      record: 'service:http_errors:ratio5m',
      expr: `sum by (service) (${failed}) / sum by (service) (${requests})`,
    },
    { record: 'service:http_latency:p95', expr: p95 },
    { record: 'service:http_latency:p99', expr: p95.replace('0.95', '0.99') },
    { record: 'instance:http_requests:rate5m', expr: `sum by (instance) (${requests})` },
    {
      record: 'service:http_latency:mean',
      expr: `sum(rate(http_request_duration_seconds_sum{${own}}[5m])) / sum(rate(http_request_duration_seconds_count{${own}}[5m]))`,
    },
    { alert: 'ErrorRateHigh', expr: `${errorRatio} > 0.05`, for: '5m' },
    { alert: 'ErrorRateCritical', expr: `${errorRatio} > 0.2`, for: '1m' },
    { alert: 'LatencyHigh', expr: `${p95} > 0.5`, for: '5m' },
    { alert: 'LatencyCritical', expr: `${p95} > 5`, for: '1m' },
    { alert: 'RouteSlow', expr: `${p95ByRoute} > 1`, for: '10m' },
    { alert: 'RouteVerySlow', expr: `${p95ByRoute} > 9`, for: '2m' },
    { alert: 'InstanceDown', expr: `up{${own}} == 0`, for: '1m' },
    { alert: 'ServiceAbsent', expr: `absent(up{${own}})`, for: '5m' },
    { alert: 'HalfDown', expr: `sum(up{${own}}) / count(up{${own}}) < 0.5` },
    { alert: 'MemoryHigh', expr: `${memory} > 120` },
    { alert: 'MemoryCritical', expr: `${memory} > 170` },
    { alert: 'QueueLong', expr: `max by (queue) (queue_depth{${own}}) > 100`, for: '2m' },
    { alert: 'QueueGrows', expr: `deriv(queue_depth{${own}}[5m]) > 1`, for: '10m' },
    {
      alert: 'BudgetBurns',
      expr: `service:http_errors:ratio5m{${own}} > 0.03 and ${errorRatio} > 0.03`,
      for: '2m',
    },
  ];
}

function fleetRules(): readonly RuleText[] {
  const requests = 'rate(http_requests_total[5m])';
  const rules: RuleText[] = [
    { record: 'fleet:http_requests:rate5m', expr: `sum by (service) (${requests})` },
    { record: 'fleet:http_status:rate5m', expr: `sum by (status) (${requests})` },
    { record: 'fleet:instances', expr: 'count by (service) (up == 1)' },
    {
      alert: 'FleetErrors',
      expr: 'sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05',
      for: '5m',
    },
    { alert: 'AnyInstanceDown', expr: 'up == 0', for: '5m' },
  ];
  for (let i = rules.length; i < 20; i++) {
    rules.push({ alert: `ServiceBusy${i}`, expr: `fleet:http_requests:rate5m > ${i * 1000}`, for: '1m' });
  }
  return rules;
}

function group(name: string, rules: readonly RuleText[], intervalS: number): string {
  return `  - name: ${name}\n    interval: ${intervalS}s\n    rules:\n${rules.map(ruleText).join('')}`;
}

function ruleText({ record, alert, expr, for: hold }: RuleText): string {
  const head = record === undefined ? `alert: ${alert}` : `record: ${record}`;
  const lines = [`      - ${head}`, `        expr: '${expr}'`];
  if (hold !== undefined) lines.push(`        for: ${hold}`);
  if (alert !== undefined) {
    lines.push(
      `        labels: { severity: warning, team: '{{ $labels.service }}' }`,
      `        annotations: { summary: '${alert} on {{ $labels.instance }}', description: 'It is {{ $value | humanize }} now.' }`,
    );
  }
  return `${lines.join('\n')}\n`;
}
