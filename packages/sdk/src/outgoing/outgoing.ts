import type { Tracing } from '../traces/tracing.ts';
import { watchOnce } from './library-hooks.ts';
import { watchNodeHttp } from './node-http-client.ts';
import { watchUndici } from './undici-client.ts';

/**
 * Makes a span of each request that the program makes, and tells the other program of its trace and of the request
 * that is being answered here. Where another SDK of OpenTelemetry is at work, or an instrumentation of it for the
 * library, spans and traces are left to that. The result stops it.
 */
export function watchOutgoing(tracing: Tracing): () => void {
  const stops = [
    watchOnce('node:http', () => watchNodeHttp(tracing)),
    watchOnce('undici', () => watchUndici(tracing)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
