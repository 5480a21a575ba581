// The application before Telltale, with what it measured and logged by itself. Its code stays as it is.
const { mkdirSync } = require('node:fs');
const { createServer } = require('node:http');

const folder = process.env.LEGACY_FOLDER || 'legacy';
mkdirSync(folder, { recursive: true });
process.chdir(folder);

const { createLogger } = require('@telltale/sdk');
const { winstonTransport } = require('@telltale/sdk/winston');
const metrics = require('./metrics.cjs');
const logger = require('./logger.cjs');

// The one thing that is new: its records go to the station as well.
const url = `http://127.0.0.1:${process.env.TELLTALE_PORT || 4400}`;
logger.add(
  winstonTransport(createLogger({ service: 'dev-pynode-legacy', sinks: [{ kind: 'station', url }] })),
);

metrics.dbConnections.set({ database: 'main' }, 3);
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const end = metrics.httpRequestDuration.startTimer({ method: request.method, route: pathname });
  if (pathname === '/metrics') {
    response.setHeader('content-type', metrics.register.contentType);
    response.end(await metrics.register.metrics());
    return;
  }
  const model = 'gpt-4';
  const provider = 'openai';
  const endRequest = metrics.aiRequestDuration.startTimer({ model, provider });
  const isFailure = pathname === '/fail';
  metrics.aiRequestsTotal.inc({ model, provider, status: isFailure ? 'failure' : 'success' });
  metrics.aiTokensUsed.inc({ model, provider, token_type: 'completion' }, 42);
  metrics.dbQueryDuration.observe({ query_type: 'select', table: 'users' }, 0.02);
  endRequest();
  if (isFailure) logger.error(new Error('the model is not there'));
  else logger.info('answered', { model, tokens: 42 });
  response.statusCode = isFailure ? 500 : 200;
  response.end('answered\n');
  metrics.httpRequestTotal.inc({ method: request.method, route: pathname, status_code: response.statusCode });
  end({ status_code: response.statusCode });
});
server.on('connection', (socket) => {
  metrics.activeConnections.inc();
  socket.on('close', () => metrics.activeConnections.dec());
});
server.listen(Number(process.env.LEGACY_PORT || 3002), '127.0.0.1');
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit());
