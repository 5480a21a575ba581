import type { FastifyRequest } from 'fastify';

/** What a request does, in the words of the audit log. */
export interface AuditedAction {
  readonly action: string;
  /** What it does it to; absent where there is but one such thing. */
  readonly object?: string;
}

/** Names of what is done by method and path; what has none is called by them. */
const NAMES: Readonly<Record<string, string>> = {
  'POST /api/telltale/login': 'sign-in',
  'DELETE /api/telltale/login': 'sign-out',
  'POST /api/v2/silences': 'silence.add',
  'DELETE /api/v2/silence/:id': 'silence.end',
  'POST /-/reload': 'configuration.reload',
  'PUT /-/reload': 'configuration.reload',
  'POST /api/telltale/saved_dashboards': 'dashboard.add',
  'PUT /api/telltale/saved_dashboards/:slug': 'dashboard.change',
  'DELETE /api/telltale/saved_dashboards/:slug': 'dashboard.delete',
  'POST /api/telltale/annotations': 'annotation.add',
  'POST /api/telltale/backup': 'backup',
  'POST /api/v1/admin/tsdb/snapshot': 'admin.snapshot',
  'PUT /api/v1/admin/tsdb/snapshot': 'admin.snapshot',
  'POST /api/v1/admin/wipe': 'pushed.delete-all',
  'PUT /api/v1/admin/wipe': 'pushed.delete-all',
  'POST /api/telltale/targets/scrape': 'target.scrape',
  'POST /api/telltale/drills': 'drill.start',
  'DELETE /api/telltale/drills/:id': 'drill.stop',
  'POST /api/telltale/proof_runs': 'proof.start',
  'DELETE /api/telltale/proof_runs/:id': 'proof.stop',
  'POST /api/telltale/proofs': 'proof.keep',
  'POST /api/telltale/rule_tests': 'rule-tests.keep',
  'POST /api/telltale/doctor': 'doctor',
};
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const WRITTEN_DOWN: ReadonlySet<string> = new Set(['annotate', 'edit', 'administer']);
const PUSHED = /^\/metrics\/job/;

/** The fields that say which one is meant; none of them is secret. */
const IDENTIFYING = ['silenceID', 'id', 'slug', 'alert', 'name', 'title', 'receiver', 'job', 'topic'];

/**
 * What a request does, where it changes something that people have made, or the station itself. What programs send is
 * data, and not written down; that they delete it is.
 *
 * @param answer Reads what was answered as JSON.
 */
export function auditedAction(request: FastifyRequest, answer: () => unknown): AuditedAction | undefined {
  const { method, routeOptions, params, body } = request;
  const { url = '', config } = routeOptions;
  const key = `${method} ${url}`;
  const isDeletion = method === 'DELETE' && PUSHED.test(url);
  const isChange = !READING.has(method) && WRITTEN_DOWN.has(config.permission ?? '');
  if (!isDeletion && !isChange && !Object.hasOwn(NAMES, key)) return undefined;
  const object = isDeletion
    ? pathOf(request)
    : (textsOf(params) ?? ownId(body) ?? idOf(answer()) ?? idOf(body));
  return {
    action: isDeletion ? 'pushed.delete' : nameOf(key, body),
    ...(object !== undefined && { object }),
  };
}

/** The path that was asked for; what follows it may hold anything. */
export function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0];
}

function nameOf(key: string, body: unknown): string {
  if (!Object.hasOwn(NAMES, key)) return key;
  // Alertmanager's API changes a silence by posting it with its id.
  return NAMES[key] === 'silence.add' && ownId(body) !== undefined ? 'silence.change' : NAMES[key];
}

/** What is there already, and is changed. */
function ownId(body: unknown): string | undefined {
  const id = isRecord(body) ? body['id'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

function textsOf(params: unknown): string | undefined {
  if (!isRecord(params)) return undefined;
  const texts = Object.values(params).filter((value) => typeof value === 'string' && value !== '');
  return texts.length === 0 ? undefined : texts.join('/');
}

function idOf(value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  const found = IDENTIFYING.map((name) => value[name]).find((id) => typeof id === 'string' && id !== '');
  return found as string | undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
