import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Thing = Record<string, unknown>;

/** What a Grafana has, by the list it is in. */
export interface GrafanaState {
  readonly folders: Map<string, Thing>;
  readonly sources: Map<string, Thing>;
  readonly dashboards: Map<string, { dashboard: Thing; folderUid: string }>;
  readonly muteTimings: Map<string, Thing>;
  readonly templates: Map<string, Thing>;
  readonly contactPoints: Map<string, Thing>;
  policies: Thing;
  readonly rules: Map<string, Thing>;
  readonly intervals: Map<string, number>;
}

/** Speaks the part of Grafana's HTTP API that a backup needs, and nothing else: what it does not know is an error. */
export interface GrafanaDouble {
  readonly url: string;
  readonly state: GrafanaState;
  /** Requests that change something. */
  readonly writes: string[];
  /** What no Grafana would take. */
  readonly faults: string[];
  /** Answers of the next requests, in place of their own. */
  readonly outages: { status: number; retryAfter?: string }[];
  close(): Promise<void>;
}

const TOKEN = 'Bearer glsa_right';
const BASIC = `Basic ${Buffer.from('admin:geheim').toString('base64')}`;

class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** An empty Grafana; it asks for the token `glsa_right` or for `admin:geheim`, and gives viewers (`glsa_viewer`) a 403. */
export async function startGrafana(): Promise<GrafanaDouble> {
  const state: GrafanaState = {
    folders: new Map(),
    sources: new Map(),
    dashboards: new Map(),
    muteTimings: new Map(),
    templates: new Map(),
    contactPoints: new Map([
      ['', { uid: '', name: 'email receiver', type: 'email', settings: { addresses: 'a@b' } }],
    ]),
    policies: { receiver: 'email receiver', group_by: ['grafana_folder'] },
    rules: new Map(),
    intervals: new Map(),
  };
  const double = {
    state,
    writes: [] as string[],
    faults: [] as string[],
    outages: [] as GrafanaDouble['outages'],
  };
  const server = createServer((request, response) => void answer(double, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...double,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  double: Omit<GrafanaDouble, 'url' | 'close'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', headers } = request;
  const url = new URL(request.url ?? '', 'http://grafana');
  const send = (status: number, body: unknown, more: Record<string, string> = {}): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...more });
    response.end(JSON.stringify(body));
  };
  const body = method === 'GET' ? undefined : await json(request);
  const outage = double.outages.shift();
  if (outage) {
    const more: Record<string, string> =
      outage.retryAfter === undefined ? {} : { 'retry-after': outage.retryAfter };
    return send(outage.status, { message: 'not now' }, more);
  }
  if (headers.authorization === 'Bearer glsa_viewer') return send(403, { message: 'Permission denied' });
  if (headers.authorization !== TOKEN && headers.authorization !== BASIC) {
    return send(401, { message: 'Unauthorized' });
  }
  try {
    if (method !== 'GET') {
      if (headers['x-disable-provenance'] !== 'true') throw new Refused(400, 'it would be provisioned');
      double.writes.push(`${method} ${url.pathname}`);
    }
    send(200, await route(double.state, method, url, body as Thing));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status !== 404 || method !== 'GET')
      double.faults.push(`${method} ${url.pathname}: ${error.message}`);
    send(error.status, { message: error.message });
  }
}

function route(state: GrafanaState, method: string, url: URL, body: Thing): unknown {
  const [, , ...parts] = url.pathname.split('/').map(decodeURIComponent);
  const [first, second, third] = parts;
  if (first === 'folders') return folderRoute(state, method, url, second, body);
  if (first === 'datasources') return sourceRoute(state, method, second === 'uid' ? third : undefined, body);
  if (first === 'search')
    return page(
      url,
      [...state.dashboards.values()].map(({ dashboard }) => ({ uid: dashboard['uid'] })),
    );
  if (first === 'dashboards') return dashboardRoute(state, method, second, third, body);
  if (first === 'v1' && second === 'provisioning')
    return provisioningRoute(state, method, parts.slice(2), body);
  throw new Refused(404, 'not found');
}

function page<Item>(url: URL, all: readonly Item[]): readonly Item[] {
  const limit = Number(url.searchParams.get('limit'));
  const number = Number(url.searchParams.get('page'));
  if (!(limit > 0 && limit <= 1000 && number > 0)) throw new Refused(400, 'which page?');
  return all.slice((number - 1) * limit, number * limit);
}

function only(body: Thing, names: readonly string[]): Thing {
  const strange = Object.keys(body).filter((name) => !names.includes(name));
  if (strange.length > 0) throw new Refused(400, `unknown fields ${strange.join(', ')}`);
  return body;
}

function folderRoute(
  state: GrafanaState,
  method: string,
  url: URL,
  uid: string | undefined,
  body: Thing,
): unknown {
  const { folders } = state;
  if (method === 'GET' && uid === undefined) {
    const parent = url.searchParams.get('parentUid') ?? undefined;
    const found = [...folders.values()].filter(({ parentUid }) => parentUid === parent);
    return page(
      url,
      found.map((folder) => ({ id: 1, ...folder })),
    );
  }
  if (method === 'POST') {
    const { uid: made, parentUid } = only(body, ['uid', 'title', 'parentUid']);
    if (folders.has(String(made))) throw new Refused(409, 'a folder with that uid exists');
    if (typeof parentUid === 'string' && !folders.has(parentUid)) throw new Refused(400, 'no such parent');
    folders.set(String(made), body);
    return body;
  }
  const before = folders.get(uid ?? '');
  if (method !== 'PUT' || !before) throw new Refused(404, 'folder not found');
  const { title, overwrite } = only(body, ['uid', 'title', 'parentUid', 'overwrite', 'version']);
  if (overwrite !== true) throw new Refused(412, 'the folder has been changed by someone else');
  folders.set(uid ?? '', { ...before, title });
  return body;
}

const SOURCE_FIELDS =
  'uid name type typeName access url user database basicAuth basicAuthUser withCredentials isDefault jsonData secureJsonData'.split(
    ' ',
  );

function sourceRoute(
  { sources }: GrafanaState,
  method: string,
  uid: string | undefined,
  body: Thing,
): unknown {
  const shown = (source: Thing) => {
    const { secureJsonData = {}, ...rest } = source;
    const secureJsonFields = Object.fromEntries(
      Object.keys(secureJsonData as Thing).map((name) => [name, true]),
    );
    return { id: 5, orgId: 1, version: 3, readOnly: false, typeLogoUrl: '/x.svg', ...rest, secureJsonFields };
  };
  if (method === 'GET' && uid === undefined) {
    // The list does not tell which secrets there are.
    return [...sources.values()].map(shown).map((source) => ({ ...source, secureJsonFields: undefined }));
  }
  if (method === 'GET') {
    const source = sources.get(uid ?? '');
    if (!source) throw new Refused(404, 'data source not found');
    return shown(source);
  }
  only(body, SOURCE_FIELDS);
  const key = String(body['uid']);
  const before = sources.get(key);
  if (method === 'POST' && before) throw new Refused(409, 'data source with the same name already exists');
  if (method === 'PUT' && !before) throw new Refused(404, 'data source not found');
  // Secrets that are not sent stay.
  sources.set(key, { ...body, secureJsonData: body['secureJsonData'] ?? before?.['secureJsonData'] ?? {} });
  return { message: 'Datasource saved' };
}

function dashboardRoute(
  { dashboards, folders }: GrafanaState,
  method: string,
  second: string | undefined,
  uid: string | undefined,
  body: Thing,
): unknown {
  if (method === 'GET' && second === 'uid') {
    const found = dashboards.get(uid ?? '');
    if (!found) throw new Refused(404, 'Dashboard not found');
    const dashboard = { ...found.dashboard, id: 9, version: 4 };
    return { dashboard, meta: { folderUid: found.folderUid, provisioned: false } };
  }
  if (method !== 'POST' || second !== 'db') throw new Refused(404, 'not found');
  const { dashboard, folderUid, overwrite } = only(body, ['dashboard', 'folderUid', 'overwrite', 'message']);
  const made = dashboard as Thing;
  if ('id' in made && made['id'] !== null) throw new Refused(404, 'an id of another Grafana');
  if (folderUid !== '' && !folders.has(String(folderUid))) throw new Refused(400, 'folder not found');
  if (dashboards.has(String(made['uid'])) && overwrite !== true) throw new Refused(412, 'name-exists');
  if (made['title'] === 'from a file') throw new Refused(400, 'Cannot save provisioned dashboard');
  dashboards.set(String(made['uid']), { dashboard: made, folderUid: String(folderUid) });
  return { status: 'success' };
}

function provisioningRoute(
  state: GrafanaState,
  method: string,
  parts: readonly string[],
  body: Thing,
): unknown {
  const [list, one, , group] = parts;
  switch (list) {
    case 'policies':
      if (method === 'PUT') {
        const names = [...state.contactPoints.values()].map(({ name }) => name);
        if (!names.includes(body['receiver']))
          throw new Refused(400, `receiver '${String(body['receiver'])}' does not exist`);
        state.policies = body;
        return { message: 'policies updated' };
      }
      return { ...state.policies, provenance: '' };
    case 'mute-timings':
      return listRoute(state.muteTimings, 'name', method, one, body);
    case 'templates':
      if (method === 'PUT') state.templates.set(one ?? '', body);
      else if (method !== 'GET') throw new Refused(404, 'not found');
      return [...state.templates.values()].map((template) => ({ ...template, provenance: '' }));
    case 'contact-points':
      return redacted(listRoute(state.contactPoints, 'uid', method, one, body));
    case 'alert-rules':
      if (method !== 'GET' && !state.folders.has(String(body['folderUID']))) {
        throw new Refused(400, 'folder does not exist');
      }
      return listRoute(state.rules, 'uid', method, one, body);
    case 'folder':
      return groupRoute(state, method, one ?? '', group ?? '', body);
    default:
      throw new Refused(404, 'not found');
  }
}

function listRoute(
  things: Map<string, Thing>,
  key: string,
  method: string,
  one: string | undefined,
  body: Thing,
): unknown {
  if (method === 'GET' && one === undefined) {
    return [...things.values()].map((thing) => ({
      ...thing,
      id: 3,
      updated: new Date().toISOString(),
      provenance: '',
    }));
  }
  const name = String(body[key]);
  if (method === 'POST' && things.has(name)) throw new Refused(409, `${name} exists already`);
  if (method === 'PUT' && (one !== name || !things.has(name))) throw new Refused(404, `${name} not found`);
  if (method !== 'POST' && method !== 'PUT') throw new Refused(404, 'not found');
  const settings = keptSecrets(
    body['settings'] as Thing | undefined,
    things.get(name)?.['settings'] as Thing | undefined,
  );
  things.set(name, settings ? { ...body, settings } : body);
  return body;
}

const SECRETS = new Set(['url', 'token', 'password']);

function redacted(answered: unknown): unknown {
  if (!Array.isArray(answered)) return answered;
  return answered.map((point: Thing) => ({
    ...point,
    settings: Object.fromEntries(
      Object.entries(point['settings'] as Thing).map(([name, value]) => [
        name,
        SECRETS.has(name) ? '[REDACTED]' : value,
      ]),
    ),
  }));
}

/** What is sent as it was told stays as it is. */
function keptSecrets(sent: Thing | undefined, before: Thing | undefined): Thing | undefined {
  if (!sent) return undefined;
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [
      name,
      value === '[REDACTED]' ? (before?.[name] ?? value) : value,
    ]),
  );
}

function groupRoute(
  state: GrafanaState,
  method: string,
  folderUid: string,
  title: string,
  body: Thing,
): unknown {
  const rules = [...state.rules.values()].filter(
    ({ folderUID, ruleGroup }) => folderUID === folderUid && ruleGroup === title,
  );
  if (rules.length === 0) throw new Refused(404, 'rule group does not exist');
  const key = `${folderUid}/${title}`;
  if (method === 'PUT') {
    const sent = (body['rules'] as Thing[]).map(({ uid }) => uid);
    // A group is replaced as a whole: a rule that is not sent would be gone.
    if (rules.some(({ uid }) => !sent.includes(uid))) throw new Refused(400, 'rules would be deleted');
    state.intervals.set(key, Number(body['interval']));
  }
  return { title, folderUid, interval: state.intervals.get(key) ?? 60, rules };
}
