const cluster = require('cluster');
const client = require('prom-client');

if (cluster.isPrimary) {
  const registry = new client.AggregatorRegistry();
  for (let i = 0; i < 4; i++) cluster.fork();
}
