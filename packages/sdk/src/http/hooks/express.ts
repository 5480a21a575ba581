import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRecorder } from '../http-recorder.ts';
import type { OwnPages } from '../own-pages.ts';
import { expressRoute } from './express-route.ts';
import { onPropertySet } from './property-setter.ts';

/** Middleware as Express and Connect take it. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const OPTIONS = { readRoute: expressRoute, isHandler: false };

/** Middleware that answers requests for pages of our own and records all others. */
export function expressMiddleware(recorder: HttpRecorder, pages: OwnPages): Middleware {
  // Express sets `request.route` immediately before it calls the handlers of the route.
  const watch = onPropertySet<IncomingMessage>('route', (request) => {
    recorder.recordOf(request)?.phases?.enter('handler');
  });
  return (request, response, next) => {
    if (pages.answer(request, response)) return;
    const record = recorder.begin(request, response, OPTIONS);
    if (record?.phases) watch(request);
    recorder.run(record, next);
  };
}
