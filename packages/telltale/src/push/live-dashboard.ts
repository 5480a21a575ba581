import type { GrafanaApi } from '../server/grafana-api.ts';
import { fieldsOf, listOf, textOf } from '../server/json-fields.ts';
import type { Fields } from '../server/json-fields.ts';

/** A dashboard as a Grafana has it. */
export interface LiveDashboard {
  readonly dashboard: Fields;
  readonly folderUid: string;
  readonly version: number;
  /** Whether Grafana reads it from a file, and saves it for nobody. */
  readonly isProvisioned: boolean;
  readonly updatedBy: string;
  readonly tags: readonly string[];
}

/** The path of a dashboard. */
export function dashboardPath(uid: string): string {
  return `/api/dashboards/uid/${encodeURIComponent(uid)}`;
}

/** A dashboard by uid; `undefined` where there is none. */
export async function readDashboard(api: GrafanaApi, uid: string): Promise<LiveDashboard | undefined> {
  const answer = await api.read(dashboardPath(uid));
  if (answer === undefined) return undefined;
  const fields = fieldsOf(answer);
  const [dashboard, meta] = [fieldsOf(fields.dashboard), fieldsOf(fields.meta)];
  return {
    dashboard,
    folderUid: textOf(meta.folderUid),
    version: Number(dashboard.version ?? meta.version ?? 0),
    isProvisioned: meta.provisioned === true,
    updatedBy: textOf(meta.updatedBy),
    tags: Array.isArray(dashboard.tags) ? dashboard.tags.map(textOf) : [],
  };
}

/** The message of a version of a dashboard; `undefined` where Grafana does not tell its history. */
export async function messageOfVersion(
  api: GrafanaApi,
  uid: string,
  version: number,
): Promise<string | undefined> {
  const { ok, json } = await api.once('GET', `${dashboardPath(uid)}/versions?limit=1`);
  if (!ok) return undefined;
  // A list up to Grafana 10, an object with one since.
  const versions = listOf(Array.isArray(json) ? json : fieldsOf(json).versions);
  const newest = versions.find((each) => each.version === version);
  return newest && textOf(newest.message);
}

const PAGE = 500;

/** The uids of all dashboards with a tag. */
export async function uidsWithTag(api: GrafanaApi, tag: string): Promise<readonly string[]> {
  const uids: string[] = [];
  for (let page = 1; ; page++) {
    const query = new URLSearchParams({ type: 'dash-db', tag, limit: String(PAGE), page: String(page) });
    const found = listOf(await api.read(`/api/search?${query.toString()}`));
    uids.push(...found.map(({ uid }) => textOf(uid)));
    if (found.length < PAGE) return uids;
  }
}
