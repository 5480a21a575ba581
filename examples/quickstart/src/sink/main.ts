import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';

import { formatAlert, parseNotification } from './notification.ts';

const port = Number(process.env.SINK_PORT ?? 4481);
const MAX_BODY_BYTES = 1_048_576;

/** Prints every alert that is posted; anything else is refused, so that a wrong address shows. */
async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' || request.url !== '/alerts') {
    response.writeHead(404).end();
    return;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) {
      response.writeHead(413).end();
      return;
    }
    chunks.push(chunk);
  }
  for (const alert of parseNotification(Buffer.concat(chunks).toString('utf8'))) {
    console.log(formatAlert(alert));
  }
  response.writeHead(200).end();
}

const server = createServer((request, response) => {
  receive(request, response).catch(() => response.writeHead(400).end());
});
server.once('error', (error: NodeJS.ErrnoException) => {
  const isTaken = error.code === 'EADDRINUSE';
  console.error(`sink: ${isTaken ? `port ${port} is in use; choose another with SINK_PORT` : error.message}`);
  process.exit(1);
});
server.listen(port, '127.0.0.1');
