import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpRecorder } from '../http-recorder.ts';
import type { OwnPages } from '../own-pages.ts';

/** What the plugin uses of a request of Fastify. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
  /** Whether no route matched. */
  readonly is404: boolean;
  readonly routeOptions: { readonly url?: string | undefined };
}

/** What the plugin uses of a reply of Fastify. */
export interface FastifyReplyLike {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/** A hook of Fastify. */
export type FastifyHook = (request: FastifyRequestLike, reply: FastifyReplyLike, done: () => void) => void;

/** A hook of Fastify for what went wrong. */
export type FastifyErrorHook = (
  request: FastifyRequestLike,
  reply: FastifyReplyLike,
  error: Error,
  done: () => void,
) => void;

/** What the plugin uses of an instance of Fastify. */
export interface FastifyLike {
  addHook(name: 'onRequest' | 'preHandler', hook: FastifyHook): unknown;
  addHook(name: 'onError', hook: FastifyErrorHook): unknown;
}

/** A plugin as `fastify.register` takes it. */
export type FastifyPlugin = (instance: FastifyLike, options: unknown, done: () => void) => void;

/** Middleware and validation come before the handler. */
const OPTIONS = { isHandler: false };

/** A plugin that answers requests for pages of our own, unless there is such a route, and records all others. */
export function fastifyPlugin(recorder: HttpRecorder, pages: OwnPages): FastifyPlugin {
  const plugin: FastifyPlugin = (instance, _options, done) => {
    addFastifyHooks(instance, recorder, pages);
    done();
  };
  // The hooks are for the whole application, not for what is registered inside of the plugin.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

/** Adds the hooks to an instance. */
function addFastifyHooks(instance: FastifyLike, recorder: HttpRecorder, pages: OwnPages): void {
  instance.addHook('onRequest', (request, reply, done) => {
    if (request.is404 && pages.has(request.raw.url)) {
      reply.hijack();
      pages.answer(request.raw, reply.raw);
      return;
    }
    const record = recorder.begin(request.raw, reply.raw, OPTIONS);
    const begun = record ?? recorder.recordOf(request.raw);
    if (begun) begun.route ??= request.routeOptions.url;
    recorder.run(record, done);
  });
  if (recorder.hasContext) {
    instance.addHook('onError', (request, _reply, error, done) => {
      recorder.fail(recorder.recordOf(request.raw), error);
      done();
    });
  }
  if (!recorder.hasPhases) return;
  instance.addHook('preHandler', (request, _reply, done) => {
    recorder.recordOf(request.raw)?.phases?.enter('handler');
    done();
  });
}
