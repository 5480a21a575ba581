import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Thing = Record<string, unknown>;

/** A dashboard with its history, the newest version last. */
interface Kept {
  dashboard: Thing;
  folderUid: string;
  isProvisioned: boolean;
  versions: { version: number; message: string; createdBy: string }[];
}

/** Speaks the part of Grafana's HTTP API that deals with dashboards, by its documents; what it does not know is a fault. */
export interface GrafanaDouble {
  readonly url: string;
  readonly folders: Map<string, string>;
  readonly dashboards: Map<string, Kept>;
  /** Titles of folders that the account may not see. */
  readonly hiddenFolders: Set<string>;
  readonly sources: Set<string>;
  /** Requests that changed something. */
  readonly writes: string[];
  /** What no client of Grafana would ask. */
  readonly faults: string[];
  /** What happens right before a dashboard is saved: somebody else was faster, or the server breaks. */
  beforeSave: (dashboard: Thing) => number | undefined;
  /** What somebody does in Grafana's pages. */
  edit(uid: string, by: string, change: Thing, message?: string): void;
  /** Whether Grafana adds fields of its own when it saves, as versions with another schema do. */
  addsFields: boolean;
  close(): Promise<void>;
}

class Refused extends Error {
  readonly status: number;
  readonly body: Thing;

  constructor(status: number, message: string, more: Thing = {}) {
    super(message);
    this.status = status;
    this.body = { message, ...more };
  }
}

const USERS: Readonly<Record<string, string>> = {
  'Bearer glsa_right': 'sa-ci',
  'Bearer glsa_viewer': 'sa-viewer',
};

/** A Grafana with a data source; `glsa_right` may write, `glsa_viewer` may read. */
export async function startGrafana(): Promise<GrafanaDouble> {
  const server = createServer((request, response) => void answer(double, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const double: GrafanaDouble = {
    url: `http://127.0.0.1:${port}`,
    folders: new Map(),
    dashboards: new Map(),
    hiddenFolders: new Set(),
    sources: new Set(['prometheus']),
    writes: [],
    faults: [],
    beforeSave: () => undefined,
    addsFields: false,
    edit(uid, by, change, message = '') {
      const kept = double.dashboards.get(uid);
      if (!kept) throw new Error(`no dashboard ${uid}`);
      keep(kept, { ...kept.dashboard, ...change }, { by, message });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return double;
}

async function answer(
  double: GrafanaDouble,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = '', headers } = request;
  const url = new URL(request.url ?? '', 'http://grafana');
  const body = method === 'POST' ? ((await json(request)) as Thing) : {};
  const send = (status: number, content: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(content));
  };
  const user = USERS[headers.authorization ?? ''];
  if (user === undefined) return send(401, { message: 'Unauthorized' });
  if (method !== 'GET' && user === 'sa-viewer')
    return send(403, { message: "You'll need additional permissions" });
  try {
    const content = route(double, method, url, body, user);
    if (method !== 'GET') double.writes.push(`${method} ${url.pathname}`);
    send(200, content);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 400) double.faults.push(`${method} ${url.pathname}: ${error.message}`);
    send(error.status, error.body);
  }
}

function route(double: GrafanaDouble, method: string, url: URL, body: Thing, user: string): unknown {
  const [, , list, second, third, fourth] = url.pathname.split('/').map(decodeURIComponent);
  const question = [
    method,
    list,
    second === 'uid' ? 'uid' : second === undefined ? '' : 'one',
    fourth ?? '',
  ].join(' ');
  switch (question.trim()) {
    case 'GET folders':
      return paged(
        url,
        [...double.folders].map(([uid, title]) => ({ id: 1, uid, title })),
      );
    case 'GET folders one':
      return { id: 1, uid: second, title: found(double.folders.get(second)), version: 1 };
    case 'POST folders':
      return createFolder(double, body);
    case 'GET datasources uid':
      if (!double.sources.has(third)) throw new Refused(404, 'Data source not found');
      return { uid: third, type: 'prometheus' };
    case 'GET search':
      return paged(url, searched(double, url));
    case 'GET dashboards uid':
      return shown(found(double.dashboards.get(third)));
    case 'GET dashboards uid versions':
      return {
        continueToken: '',
        versions: found(double.dashboards.get(third)).versions.toReversed().slice(0, 1),
      };
    case 'DELETE dashboards uid':
      if (found(double.dashboards.get(third)).isProvisioned) throw new Refused(400, 'provisioned');
      double.dashboards.delete(third);
      return { message: `Dashboard deleted` };
    case 'POST dashboards one':
      if (second === 'db') return save(double, body, user);
      break;
  }
  throw new Refused(400, 'no such route');
}

function found<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Refused(404, 'not found');
  return value;
}

function paged<Item>(url: URL, all: readonly Item[]): readonly Item[] {
  const [limit, page] = [Number(url.searchParams.get('limit')), Number(url.searchParams.get('page'))];
  if (!(limit > 0 && limit <= 5000 && page > 0)) throw new Refused(400, 'which page?');
  return all.slice((page - 1) * limit, page * limit);
}

function searched({ dashboards }: GrafanaDouble, url: URL): readonly Thing[] {
  if (url.searchParams.get('type') !== 'dash-db') throw new Refused(400, 'which type?');
  const tag = url.searchParams.get('tag');
  return [...dashboards.values()]
    .filter(({ dashboard }) => (dashboard['tags'] as unknown[] | undefined)?.includes(tag))
    .map(({ dashboard: { uid, title } }) => ({ uid, title }));
}

function shown({ dashboard, folderUid, isProvisioned, versions }: Kept): unknown {
  const newest = versions.at(-1);
  return {
    dashboard: { ...dashboard, id: 7, version: newest?.version },
    meta: { folderUid, provisioned: isProvisioned, version: newest?.version, updatedBy: newest?.createdBy },
  };
}

function only(body: Thing, names: readonly string[]): void {
  const strange = Object.keys(body).filter((name) => !names.includes(name));
  if (strange.length > 0) throw new Refused(400, `unknown fields ${strange.join(', ')}`);
}

function textIn(body: Thing, name: string): string {
  const text = body[name];
  if (typeof text !== 'string') throw new Refused(400, `${name} is no text`);
  return text;
}

function checkUid(uid: unknown): string {
  if (typeof uid !== 'string' || !/^[\w-]{1,40}$/.test(uid)) throw new Refused(400, 'invalid uid');
  return uid;
}

function createFolder({ folders, hiddenFolders }: GrafanaDouble, body: Thing): unknown {
  only(body, ['uid', 'title']);
  const uid = checkUid(body['uid']);
  const title = textIn(body, 'title');
  if (title === '' || title === 'General') throw new Refused(400, 'folder title cannot be that');
  if (folders.has(uid)) throw new Refused(409, 'a folder with that uid exists');
  if (hiddenFolders.has(title) || [...folders.values()].includes(title))
    throw new Refused(409, 'a folder with the same name already exists');
  folders.set(uid, title);
  return { uid, title };
}

function save(double: GrafanaDouble, body: Thing, user: string): unknown {
  only(body, ['dashboard', 'folderUid', 'message', 'overwrite']);
  const sent = body['dashboard'] as Thing;
  const uid = checkUid(sent['uid']);
  const status = double.beforeSave(sent);
  if (status !== undefined) throw new Refused(status, 'Failed to save dashboard');
  if (sent['id'] !== null) throw new Refused(400, 'an id of another Grafana');
  if (typeof sent['title'] !== 'string' || sent['title'].trim() === '')
    throw new Refused(400, 'title cannot be empty');
  for (const tag of sent['tags'] as string[]) if (tag.length > 50) throw new Refused(400, 'tag is too long');
  const folderUid = String(body['folderUid']);
  if (folderUid !== '' && !double.folders.has(folderUid)) throw new Refused(400, 'folder not found');
  const kept = double.dashboards.get(uid);
  if (kept?.isProvisioned) throw new Refused(400, 'Cannot save provisioned dashboard');
  if (body['overwrite'] !== true && (kept?.versions.at(-1)?.version ?? 0) !== (sent['version'] ?? 0)) {
    throw new Refused(412, 'The dashboard has been changed by someone else', { status: 'version-mismatch' });
  }
  const made = kept ?? { dashboard: {}, folderUid, isProvisioned: false, versions: [] };
  made.folderUid = folderUid;
  const { id: _, version: __, ...content } = sent;
  const extra = double.addsFields ? { preload: false, fiscalYearStartMonth: 0 } : {};
  keep(made, { ...content, ...extra }, { by: user, message: textIn(body, 'message') });
  double.dashboards.set(uid, made);
  return { status: 'success', uid, version: made.versions.length };
}

function keep(kept: Kept, dashboard: Thing, { by, message }: { by: string; message: string }): void {
  kept.dashboard = dashboard;
  kept.versions.push({ version: kept.versions.length + 1, message, createdBy: by });
}
