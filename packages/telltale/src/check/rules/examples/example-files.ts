/** A rule file with one alert, for the examples of rules. */
export function alertFile(expr: string): string {
  return `groups:\n  - name: shop\n    rules:\n      - alert: Example\n        expr: ${expr}\n`;
}

/** A rule file with one recording rule, for the examples of rules. */
export function recordingFile(expr: string): string {
  return `groups:\n  - name: shop\n    rules:\n      - record: shop:example\n        expr: ${expr}\n`;
}

/** Declarations as a program that uses prom-client has them, for the examples of rules. */
const SHOP_METRICS = `const client = require('prom-client');

new client.Counter({
  name: 'shop_requests_total',
  help: 'Requests answered',
  labelNames: ['method', 'route', 'status_code'],
});
new client.Gauge({ name: 'shop_open_carts', help: 'Carts not yet paid', labelNames: ['country'] });
new client.Histogram({ name: 'shop_request_duration_seconds', help: 'Time to answer', labelNames: ['route'] });
`;

/** An alert on the metrics of the program above. */
export function shopFiles(expr: string): Readonly<Record<string, string>> {
  return { 'rules.yml': alertFile(expr), 'metrics.js': SHOP_METRICS };
}
