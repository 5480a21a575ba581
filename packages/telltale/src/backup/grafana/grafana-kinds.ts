import { listOf, fieldsOf, textOf } from '../../server/json-fields.ts';
import type { Fields } from '../../server/json-fields.ts';
import type { GrafanaApi } from '../../server/grafana-api.ts';

/** A kind of things that a Grafana has: how they are read, told apart and written. */
export interface GrafanaKind {
  /** Of the file in a backup, without `.json`. */
  readonly id: string;
  /** In words, of several. */
  readonly name: string;
  /** All of them, without what every Grafana sets by itself. */
  read(api: GrafanaApi): Promise<readonly Fields[]>;
  /** What is the same thing in another Grafana. */
  keyOf(item: Fields): string;
  /** For people. */
  titleOf(item: Fields): string;
  create(api: GrafanaApi, item: Fields): Promise<void>;
  update(api: GrafanaApi, item: Fields): Promise<void>;
}

const PAGE = 500;
const PROVISIONING = '/api/v1/provisioning';
/** Numbers and times of one Grafana's database. */
const OWN_FIELDS = [
  'id',
  'orgId',
  'orgID',
  'version',
  'created',
  'createdBy',
  'updated',
  'updatedBy',
  'provenance',
  'accessControl',
  'typeLogoUrl',
  'url',
] as const;

function without(item: Fields, fields: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !fields.includes(name)));
}

const path = (text: unknown): string => encodeURIComponent(textOf(text));
const uidOf = (item: Fields): string => textOf(item.uid);
const nameOf = (item: Fields): string => textOf(item.name);

const folders: GrafanaKind = {
  id: 'folders',
  name: 'folders',
  read: (api) => foldersBelow(api, ''),
  keyOf: uidOf,
  titleOf: (item) => textOf(item.title),
  create: (api, item) => api.write('POST', '/api/folders', item),
  update: (api, item) => api.write('PUT', `/api/folders/${path(item.uid)}`, { ...item, overwrite: true }),
};

/** Parents come before what is in them. */
async function foldersBelow(api: GrafanaApi, parentUid: string): Promise<Fields[]> {
  const parent = parentUid === '' ? '' : `&parentUid=${encodeURIComponent(parentUid)}`;
  const found = await pagesOf(api, (page) => `/api/folders?limit=${PAGE}&page=${page}${parent}`);
  const all: Fields[] = [];
  for (const { uid, title } of found) {
    all.push(
      { uid, title, ...(parentUid !== '' && { parentUid }) },
      ...(await foldersBelow(api, textOf(uid))),
    );
  }
  return all;
}

const dataSources: GrafanaKind = {
  id: 'data-sources',
  name: 'data sources',
  read: async (api) => {
    const sources: Fields[] = [];
    for (const { uid } of listOf(await api.read('/api/datasources'))) {
      const source = fieldsOf(await api.read(`/api/datasources/uid/${path(uid)}`));
      // The address of a source is its own, that of other things is Grafana's.
      sources.push({ ...without(source, [...OWN_FIELDS, 'readOnly']), url: textOf(source.url) });
    }
    return sources;
  },
  keyOf: uidOf,
  titleOf: nameOf,
  create: (api, item) => api.write('POST', '/api/datasources', writableSource(item)),
  update: (api, item) => api.write('PUT', `/api/datasources/uid/${path(item.uid)}`, writableSource(item)),
};

/** Which secrets a source has is told, and cannot be written. */
function writableSource(item: Fields): Fields {
  return without(item, ['secureJsonFields']);
}

const dashboards: GrafanaKind = {
  id: 'dashboards',
  name: 'dashboards',
  read: async (api) => {
    const found = await pagesOf(api, (page) => `/api/search?type=dash-db&limit=${PAGE}&page=${page}`);
    const all: Fields[] = [];
    for (const { uid } of found) {
      const { dashboard, meta } = fieldsOf(await api.read(`/api/dashboards/uid/${path(uid)}`));
      all.push({
        folderUid: textOf(fieldsOf(meta).folderUid),
        dashboard: without(fieldsOf(dashboard), ['id', 'version']),
      });
    }
    return all;
  },
  keyOf: ({ dashboard }) => textOf(fieldsOf(dashboard).uid),
  titleOf: ({ dashboard }) => textOf(fieldsOf(dashboard).title),
  create: writeDashboard,
  update: writeDashboard,
};

function writeDashboard(api: GrafanaApi, { folderUid, dashboard }: Fields): Promise<void> {
  return api.write('POST', '/api/dashboards/db', {
    dashboard,
    folderUid,
    overwrite: true,
    message: 'restored by telltale',
  });
}

/** A kind of the provisioning API whose things are told apart by a name. */
function named(id: string, name: string, list: string, methods: 'POST and PUT' | 'PUT'): GrafanaKind {
  const one = (item: Fields) => `${PROVISIONING}/${list}/${path(item.name)}`;
  const update = (api: GrafanaApi, item: Fields) => api.write('PUT', one(item), item);
  return {
    id,
    name,
    read: async (api) =>
      listOf(await api.read(`${PROVISIONING}/${list}`)).map((item) => without(item, OWN_FIELDS)),
    keyOf: nameOf,
    titleOf: nameOf,
    create: methods === 'PUT' ? update : (api, item) => api.write('POST', `${PROVISIONING}/${list}`, item),
    update,
  };
}

const contactPoints: GrafanaKind = {
  id: 'contact-points',
  name: 'contact points',
  read: async (api) =>
    listOf(await api.read(`${PROVISIONING}/contact-points`)).map((item) => without(item, OWN_FIELDS)),
  // One that comes with Grafana has none.
  keyOf: (item) => uidOf(item) || nameOf(item),
  titleOf: nameOf,
  create: (api, item) => api.write('POST', `${PROVISIONING}/contact-points`, item),
  update: (api, item) => api.write('PUT', `${PROVISIONING}/contact-points/${path(item.uid)}`, item),
};

const policies: GrafanaKind = {
  id: 'policies',
  name: 'notification policies',
  read: async (api) => {
    const tree = await api.read(`${PROVISIONING}/policies`);
    return tree === undefined ? [] : [without(fieldsOf(tree), OWN_FIELDS)];
  },
  // There is one tree.
  keyOf: () => 'tree',
  titleOf: () => 'the tree of notification policies',
  create: (api, item) => api.write('PUT', `${PROVISIONING}/policies`, item),
  update: (api, item) => api.write('PUT', `${PROVISIONING}/policies`, item),
};

const alertRules: GrafanaKind = {
  id: 'alert-rules',
  name: 'alert rules',
  read: async (api) =>
    listOf(await api.read(`${PROVISIONING}/alert-rules`)).map((item) => without(item, OWN_FIELDS)),
  keyOf: uidOf,
  titleOf: (item) => textOf(item.title),
  create: (api, item) => api.write('POST', `${PROVISIONING}/alert-rules`, item),
  update: (api, item) => api.write('PUT', `${PROVISIONING}/alert-rules/${path(item.uid)}`, item),
};

const groupPath = ({ folderUid, title }: Fields): string =>
  `${PROVISIONING}/folder/${path(folderUid)}/rule-groups/${path(title)}`;

/** How often the rules of a group are evaluated; the rules themselves are written one by one, with their ids. */
const ruleGroups: GrafanaKind = {
  id: 'rule-groups',
  name: 'rule groups',
  read: async (api) => {
    const groups = new Map<string, Fields>();
    for (const { folderUID, ruleGroup } of listOf(await api.read(`${PROVISIONING}/alert-rules`))) {
      const where = groupPath({ folderUid: folderUID, title: ruleGroup });
      if (!groups.has(where)) groups.set(where, fieldsOf(await api.read(where)));
    }
    return [...groups.values()].map(({ title, folderUid, interval }) => ({ title, folderUid, interval }));
  },
  keyOf: groupPath,
  titleOf: (item) => textOf(item.title),
  create: writeGroup,
  update: writeGroup,
};

async function writeGroup(api: GrafanaApi, item: Fields): Promise<void> {
  const group = fieldsOf(await api.read(groupPath(item)));
  await api.write('PUT', groupPath(item), { ...group, ...item });
}

/** All pages of a list. */
async function pagesOf(api: GrafanaApi, pathOf: (page: number) => string): Promise<Fields[]> {
  const all: Fields[] = [];
  for (let page = 1; ; page++) {
    const found = listOf(await api.read(pathOf(page)));
    all.push(...found);
    if (found.length < PAGE) return all;
  }
}

/** In the order in which they are written: what others refer to comes first. */
export const GRAFANA_KINDS: readonly GrafanaKind[] = [
  folders,
  dataSources,
  dashboards,
  named('mute-timings', 'mute timings', 'mute-timings', 'POST and PUT'),
  named('templates', 'message templates', 'templates', 'PUT'),
  contactPoints,
  policies,
  alertRules,
  ruleGroups,
];
