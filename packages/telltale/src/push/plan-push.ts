import { isDeepStrictEqual } from 'node:util';
import type { ResolvedDefinition } from '@telltale/definition';
import type { GrafanaApi } from '../server/grafana-api.ts';
import { textOf } from '../server/json-fields.ts';
import { PUSH_MESSAGE, contentOf, desiredDashboards, markerOf, pushMessage } from './desired-dashboards.ts';
import type { DesiredDashboard } from './desired-dashboards.ts';
import { messageOfVersion, readDashboard, uidsWithTag } from './live-dashboard.ts';
import type { LiveDashboard } from './live-dashboard.ts';
import type { PushFolder } from './push-folder.ts';
import { findFolder } from './push-folder.ts';

/** What a push is asked for. */
export interface PushOptions {
  /** Title of the folder; the name of the service where absent, `General` for none. */
  readonly folder?: string | undefined;
  /** Uid of the Prometheus data source in this Grafana. */
  readonly datasource?: string | undefined;
  /** Removes what was pushed once and is defined no longer. */
  readonly prune: boolean;
  /** Takes over what others have made, and writes over what they change meanwhile. */
  readonly force: boolean;
}

/** What is to become of a dashboard. */
export interface PlannedPush {
  readonly uid: string;
  readonly title: string;
  /** `same` is not touched, `refused` cannot be written, `extra` stays where nobody asks to prune. */
  readonly action: 'create' | 'change' | 'delete' | 'same' | 'refused' | 'extra';
  /** Why it is refused, or what goes with the change; empty where there is nothing to say. */
  readonly note: string;
  /** Absent where it is not defined. */
  readonly desired?: DesiredDashboard;
  /** The version that was read; absent where there is none. */
  readonly version?: number;
}

/** Everything that a push would do. */
export interface PushPlan {
  readonly folder: PushFolder;
  readonly dashboards: readonly PlannedPush[];
}

/** Reads what Grafana has, and says what is to be done; writes nothing. */
export async function planPush(
  definition: ResolvedDefinition,
  api: GrafanaApi,
  options: PushOptions,
): Promise<PushPlan> {
  const folder = await findFolder(api, definition, options.folder);
  const marker = markerOf(definition);
  const desired = desiredDashboards(definition, options.datasource);
  const dashboards: PlannedPush[] = [];
  for (const each of desired) {
    dashboards.push(await planDashboard(api, each, { folderUid: folder.uid, marker, options }));
  }
  const defined = new Set(desired.map(({ uid }) => uid));
  for (const uid of await uidsWithTag(api, marker)) {
    if (!defined.has(uid)) dashboards.push(...(await planExtra(api, uid, marker, options)));
  }
  return { folder, dashboards };
}

interface PlanContext {
  readonly folderUid: string;
  readonly marker: string;
  readonly options: PushOptions;
}

async function planDashboard(
  api: GrafanaApi,
  desired: DesiredDashboard,
  { folderUid, marker, options }: PlanContext,
): Promise<PlannedPush> {
  const { uid, title, model } = desired;
  const live = await readDashboard(api, uid);
  if (!live) return { uid, title, action: 'create', note: '', desired };
  const { version } = live;
  const plan = (action: PlannedPush['action'], note = ''): PlannedPush => ({
    uid,
    title,
    action,
    note,
    desired,
    version,
  });
  const isInPlace = live.folderUid === folderUid;
  if (isInPlace && isDeepStrictEqual(contentOf(live.dashboard), model)) return plan('same');
  if (live.isProvisioned) return plan('refused', PROVISIONED);
  const message = await messageOfVersion(api, uid, version);
  if (isInPlace && message === pushMessage(desired, folderUid)) return plan('same');
  if (!live.tags.includes(marker) && !options.force) {
    return plan('refused', `${by(live)} made it, not telltale: --force takes it over`);
  }
  if (message === undefined || message.startsWith(PUSH_MESSAGE)) return plan('change');
  return plan('change', `${by(live)} had changed it in Grafana: version ${version} of its history`);
}

const PROVISIONED = 'Grafana reads it from a file, and takes it from nowhere else';

function by({ updatedBy }: LiveDashboard): string {
  return updatedBy === '' ? 'somebody' : updatedBy;
}

/** What carries the mark and is not defined; what somebody has changed since is theirs until `--force`. */
async function planExtra(
  api: GrafanaApi,
  uid: string,
  marker: string,
  { prune, force }: PushOptions,
): Promise<readonly PlannedPush[]> {
  const live = await readDashboard(api, uid);
  // Searches may lag behind: the dashboard itself says whether it is ours.
  if (!live?.tags.includes(marker)) return [];
  const { version } = live;
  const title = textOf(live.dashboard.title) || uid;
  const plan = (action: PlannedPush['action'], note: string): readonly PlannedPush[] => [
    { uid, title, action, note, version },
  ];
  if (!prune) return plan('extra', 'it is no longer defined: --prune removes it');
  if (live.isProvisioned) return plan('refused', PROVISIONED);
  const message = await messageOfVersion(api, uid, version);
  if (message !== undefined && !message.startsWith(PUSH_MESSAGE) && !force) {
    return plan('refused', `${by(live)} has changed it since it was pushed: --force removes it`);
  }
  return plan('delete', '');
}
