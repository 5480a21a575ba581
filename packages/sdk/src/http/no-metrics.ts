import type { MetricsEndpoint } from './metrics-endpoint.ts';

const MESSAGE = 'Metrics are switched off.\n';
const HEADERS = { 'content-type': 'text/plain' };

/** The metrics page of a service whose metrics are switched off: there is none. */
export const NO_METRICS: MetricsEndpoint = {
  answer: (_, response) => void response.writeHead(404, HEADERS).end(MESSAGE),
  respond: async () => new Response(MESSAGE, { status: 404, headers: HEADERS }),
};
