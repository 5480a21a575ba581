// The metrics of the shop, declared with prom-client. `telltale check` reads this file, it never runs it.
const client = require('prom-client');

exports.requests = new client.Counter({
  name: 'http_requests_total',
  help: 'HTTP requests answered',
  labelNames: ['method', 'route', 'status_code'],
});

exports.duration = new client.Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer an HTTP request',
  labelNames: ['method', 'route', 'status_code'],
  buckets: [0.05, 0.1, 0.3, 0.5, 1, 2, 5],
});

exports.connections = new client.Gauge({
  name: 'database_connections_active',
  help: 'Open connections to the database',
  labelNames: ['database'],
});
