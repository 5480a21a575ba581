import type { ResolvedDefinition } from '@telltale/definition';
import { grafanaUid } from '@telltale/manifests';
import type { GrafanaApi } from '../server/grafana-api.ts';
import { fieldsOf, listOf, textOf } from '../server/json-fields.ts';

/** The folder that dashboards are pushed to. */
export interface PushFolder {
  /** Empty for the root, which Grafana calls General. */
  readonly uid: string;
  readonly title: string;
  readonly exists: boolean;
}

const ROOT = 'General';
const PAGE = 1000;

/**
 * The folder of a service: that with the uid of the service, or one of the title that is there already; else it is to
 * be created with that uid, so that it is found again whatever people call it.
 */
export async function findFolder(
  api: GrafanaApi,
  { service }: Pick<ResolvedDefinition, 'service'>,
  wanted: string | undefined,
): Promise<PushFolder> {
  const title = wanted ?? service;
  if (title === ROOT) return { uid: '', title, exists: true };
  const uid = grafanaUid(wanted === undefined ? `telltale-${service}` : `telltale-${service}-${wanted}`);
  const own = await api.read(`/api/folders/${encodeURIComponent(uid)}`);
  if (own !== undefined) return { uid, title: textOf(fieldsOf(own).title), exists: true };
  for (let page = 1; ; page++) {
    const folders = listOf(await api.read(`/api/folders?limit=${PAGE}&page=${page}`));
    const named = folders.find((folder) => folder.title === title);
    if (named) return { uid: textOf(named.uid), title, exists: true };
    if (folders.length < PAGE) return { uid, title, exists: false };
  }
}
