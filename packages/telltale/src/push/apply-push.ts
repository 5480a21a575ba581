import { TelltaleError } from '@telltale/model';
import type { ServerAnswer } from '../server/ask-server.ts';
import { messageOf } from '../server/grafana-api.ts';
import type { GrafanaApi } from '../server/grafana-api.ts';
import { fieldsOf, textOf } from '../server/json-fields.ts';
import { pushMessage } from './desired-dashboards.ts';
import { dashboardPath, readDashboard } from './live-dashboard.ts';
import type { PlannedPush, PushPlan } from './plan-push.ts';

/** What has become of a dashboard. */
export interface PushOutcome {
  readonly uid: string;
  readonly title: string;
  /** `left` was not tried any more, because Grafana failed before. */
  readonly outcome:
    | 'created'
    | 'changed'
    | 'deleted'
    | 'same'
    | 'extra'
    | 'refused'
    | 'conflict'
    | 'failed'
    | 'left';
  /** Why, or what goes with it; empty where there is nothing to say. */
  readonly note: string;
}

/** What a push has done. */
export interface PushResult {
  readonly folder: {
    readonly title: string;
    readonly outcome: 'created' | 'same' | 'failed';
    readonly note: string;
  };
  readonly dashboards: readonly PushOutcome[];
}

/**
 * Does what is planned, one after the other. What Grafana refuses stands beside the rest; where Grafana itself fails, or
 * lets nobody in, nothing more is tried, and the result says what was written.
 */
export async function applyPush(api: GrafanaApi, plan: PushPlan, force: boolean): Promise<PushResult> {
  const { folder } = plan;
  const made = folder.exists ? undefined : await createFolder(api, plan);
  const folderOutcome = {
    title: folder.title,
    outcome: made === undefined ? 'same' : made === '' ? 'created' : 'failed',
    note: made ?? '',
  } as const;
  let hasFailed = folderOutcome.outcome === 'failed';
  const dashboards: PushOutcome[] = [];
  for (const planned of plan.dashboards) {
    const outcome = hasFailed
      ? notTried(planned)
      : await applyOne(api, planned, { folderUid: folder.uid, force });
    hasFailed ||= outcome.outcome === 'failed';
    dashboards.push(outcome);
  }
  return { folder: folderOutcome, dashboards };
}

/** Why it was not created; empty where it was. */
async function createFolder(api: GrafanaApi, { folder: { uid, title } }: PushPlan): Promise<string> {
  const answer = await answerOf(api.once('POST', '/api/folders', { uid, title }));
  return typeof answer === 'string' ? answer : answer.ok ? '' : messageOf(answer);
}

function notTried(planned: PlannedPush): PushOutcome {
  const { uid, title, action, note } = planned;
  const isDone = action === 'same' || action === 'extra' || action === 'refused';
  return isDone ? { uid, title, outcome: action, note } : { uid, title, outcome: 'left', note: '' };
}

interface ApplyContext {
  readonly folderUid: string;
  readonly force: boolean;
}

async function applyOne(api: GrafanaApi, planned: PlannedPush, context: ApplyContext): Promise<PushOutcome> {
  const { uid, title, action, note } = planned;
  if (action === 'same' || action === 'extra' || action === 'refused')
    return { uid, title, outcome: action, note };
  const answer = await answerOf(action === 'delete' ? remove(api, uid) : save(api, planned, context));
  if (typeof answer === 'string') return { uid, title, outcome: 'failed', note: answer };
  if (answer.ok) return { uid, title, outcome: DONE[action], note };
  if (answer.status === 404 && action === 'delete')
    return { uid, title, outcome: 'deleted', note: 'it was gone' };
  if (answer.status === 412 && textOf(fieldsOf(answer.json).status) !== 'name-exists') {
    return { uid, title, outcome: 'conflict', note: await conflictOf(api, planned) };
  }
  const isRefused = answer.status < 500 && answer.status !== 401 && answer.status !== 403;
  return { uid, title, outcome: isRefused ? 'refused' : 'failed', note: messageOf(answer) };
}

const DONE = { create: 'created', change: 'changed', delete: 'deleted' } as const;

/** Saved only over the version that was read: with any other in between Grafana answers 412. */
function save(
  api: GrafanaApi,
  { desired, version }: PlannedPush,
  { folderUid, force }: ApplyContext,
): Promise<ServerAnswer> {
  return api.once('POST', '/api/dashboards/db', {
    dashboard: { ...desired?.model, id: null, ...(version !== undefined && { version }) },
    folderUid,
    message: desired ? pushMessage(desired, folderUid) : '',
    overwrite: force,
  });
}

function remove(api: GrafanaApi, uid: string): Promise<ServerAnswer> {
  return api.once('DELETE', dashboardPath(uid));
}

/** The answer, or why there is none. */
async function answerOf(asked: Promise<ServerAnswer>): Promise<ServerAnswer | string> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TelltaleError) return error.message;
    throw error;
  }
}

async function conflictOf(api: GrafanaApi, { uid, version }: PlannedPush): Promise<string> {
  const live = await readDashboard(api, uid).catch(() => undefined);
  const who = live?.updatedBy || 'somebody';
  const what = version === undefined ? `${who} made it meanwhile` : `${who} changed it meanwhile`;
  const now = live ? ` (version ${live.version}${version === undefined ? '' : `, read was ${version}`})` : '';
  return `${what}${now}: push again to see what is there now, or --force to write over it`;
}
