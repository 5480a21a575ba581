const promClient = require('prom-client');

const aiRequestDuration = new promClient.Histogram({
  name: 'ai_request_duration_seconds',
  help: 'Duration of AI requests in seconds',
  labelNames: ['model', 'provider'],
  buckets: [0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 120]
});
