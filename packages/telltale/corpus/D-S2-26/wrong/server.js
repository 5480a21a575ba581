const cluster = require('cluster');
const client = require('prom-client');

if (cluster.isPrimary) {
  for (let i = 0; i < 4; i++) cluster.fork();
}
