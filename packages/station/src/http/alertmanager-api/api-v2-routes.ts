import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Notifier } from '@telltale/alerting';
import { parametersOf } from '../parameters.ts';
import { FAULT, answerOf, malformed, refused } from './api-error.ts';
import { alertJson, groupJson, receiverJson } from './alerts/alert-json.ts';
import { readAlerts } from './alerts/read-alerts.ts';
import { selectAlerts, selectGroups } from './alerts/select-alerts.ts';
import { alertsQuery, filterOf } from './query-parameters.ts';
import { readSilence } from './silences/read-silence.ts';
import { selectSilences, silenceJson } from './silences/silence-json.ts';
import { statusJson } from './status-json.ts';
import { permit } from '../../sign-in/permit.ts';

/** Where the answers come from. */
export interface AlertmanagerApiSource {
  readonly notifier: Notifier;
  readonly startedAtMs: number;
  readonly externalUrl: string;
  readonly now: () => number;
  /** Called after a silence was made, changed or ended. */
  onSilences(): void;
  /** Counts posted alerts; those that are refused are `invalid`. */
  onReceived(received: {
    readonly firing: number;
    readonly resolved: number;
    readonly invalid: number;
  }): void;
}

const PREFIX = '/api/v2';
/** More than ten thousand alerts with long annotations. */
const MAX_ALERTS_BYTES = 32 * 1024 * 1024;
const DEFAULT_RESOLVE_TIMEOUT_MS = 5 * 60_000;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Alertmanager's API, version 2: what its own page, amtool and Prometheus speak. */
export async function registerAlertmanagerApi(
  server: FastifyInstance,
  source: AlertmanagerApiSource,
): Promise<void> {
  await server.register(
    async (api) => {
      readPlainJson(api);
      api.setErrorHandler((error, _request, reply) => answerError(reply, error));
      registerState(api, source);
      registerAlerts(api, source);
      registerSilences(api, source);
      registerOthers(api);
    },
    { prefix: PREFIX },
  );
}

/** Labels may be named like anything of JavaScript: the text is parsed as it is. */
function readPlainJson(api: FastifyInstance): void {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined);
    try {
      done(null, JSON.parse(String(body)));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      done(malformed(400, `parsing body failed, because ${reason}`));
    }
  });
  api.addContentTypeParser('*', (request, _payload, done) => {
    const type = JSON.stringify(request.headers['content-type'] ?? '');
    done(malformed(415, `unsupported media type ${type}, only [application/json] are allowed`));
  });
}

function answerError(reply: FastifyReply, error: unknown): FastifyReply {
  const { status, body } = answerOf(error);
  return reply.code(status).type('application/json').send(JSON.stringify(body));
}

function registerState(api: FastifyInstance, { notifier, startedAtMs }: AlertmanagerApiSource): void {
  api.get('/status', permit('view'), async () => statusJson(notifier.configuration, startedAtMs));
  api.get('/receivers', permit('view'), async () => {
    const names = new Set(notifier.configuration.receivers.map(({ name }) => name));
    return [...names].map(receiverJson);
  });
}

function registerAlerts(api: FastifyInstance, source: AlertmanagerApiSource): void {
  const { notifier, externalUrl, now } = source;
  api.get('/alerts', permit('view'), (request, reply) =>
    reply.send(
      selectAlerts(notifier.alerts(), alertsQuery(request)).map((alert) => alertJson(alert, externalUrl)),
    ),
  );
  api.get('/alerts/groups', permit('view'), (request, reply) =>
    reply.send(
      selectGroups(notifier.groups(), alertsQuery(request)).map((group) => groupJson(group, externalUrl)),
    ),
  );
  api.post('/alerts', { bodyLimit: MAX_ALERTS_BYTES, ...permit('send') }, async (request, reply) => {
    const { resolveTimeoutMs = DEFAULT_RESOLVE_TIMEOUT_MS } = notifier.configuration;
    const nowMs = now();
    const { alerts, faults } = readAlerts(request.body, nowMs, resolveTimeoutMs);
    notifier.accept(alerts);
    const resolved = alerts.filter(({ endsAtMs }) => endsAtMs <= nowMs).length;
    source.onReceived({ firing: alerts.length - resolved, resolved, invalid: faults.length });
    if (faults.length > 0) throw refused(400, faults.join('; '));
    return reply.code(200).send();
  });
}

function registerSilences(api: FastifyInstance, source: AlertmanagerApiSource): void {
  const { notifier, now } = source;
  const { silences } = notifier;
  api.get('/silences', permit('view'), (request, reply) =>
    reply.send(selectSilences(silences.list(), filterOf(parametersOf(request))).map(silenceJson)),
  );
  // Answered when the silence is on disk: it then survives whatever comes.
  api.post('/silences', permit('edit'), (request) =>
    silences.put(readSilence(request.body, now())).then(({ id }) => {
      source.onSilences();
      return { silenceID: id };
    }),
  );
  api.get<{ Params: { readonly id: string } }>('/silence/:id', permit('view'), async (request, reply) => {
    const silence = silences.get(uuidOf(request));
    return silence ? silenceJson(silence) : reply.code(404).send();
  });
  api.delete<{ Params: { readonly id: string } }>('/silence/:id', permit('edit'), async (request, reply) => {
    await silences.expire(uuidOf(request));
    source.onSilences();
    return reply.code(200).send();
  });
}

function uuidOf({ params: { id } }: FastifyRequest<{ Params: { readonly id: string } }>): string {
  if (UUID.test(id)) return id;
  throw malformed(422, `silenceID in path must be of type uuid: ${JSON.stringify(id)}`, FAULT.type);
}

const METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ['status', ['GET']],
  ['receivers', ['GET']],
  ['alerts', ['GET', 'POST']],
  ['alerts/groups', ['GET']],
  ['silences', ['GET', 'POST']],
]);

/** Paths that do not exist, and methods that a path has not. */
function registerOthers(api: FastifyInstance): void {
  api.all('/*', permit('enter'), async ({ method, url }) => {
    const path = url.split('?', 1)[0];
    const name = path.slice(PREFIX.length + 1);
    const methods = METHODS.get(name) ?? (/^silence\/[^/]+$/.test(name) ? ['DELETE', 'GET'] : undefined);
    if (!methods) throw malformed(404, `path ${path} was not found`);
    throw malformed(405, `method ${method} is not allowed, but [${methods.join(',')}] are`);
  });
}
