import type { Documents, JsonValue, StateStore } from '@telltale/model';
import { slugOf } from '@telltale/model';
import type { CreateDashboardRequest, SaveDashboardRequest, SavedDashboard } from '../../contract.ts';

/** Somebody else saved or deleted it meanwhile. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly current: SavedDashboard | undefined;
}

/** The dashboards that people made, over restarts. What resolves is on disk. */
export interface SavedDashboards {
  /** By slug. */
  list(): Promise<readonly SavedDashboard[]>;
  get(slug: string): Promise<SavedDashboard | undefined>;
  /** Nothing where there are {@link MAX_SAVED} already. */
  create(request: CreateDashboardRequest): Promise<SavedDashboard | undefined>;
  save(slug: string, request: SaveDashboardRequest): Promise<SavedDashboard | Conflict>;
  /** Whether it was there. Another revision than the one that was looked at stays. */
  delete(slug: string, revision: number): Promise<boolean | Conflict>;
}

/** Nobody finds their way among more. */
export const MAX_SAVED = 500;
/** What the slug of every saved dashboard begins with: no other one's does. */
const SAVED_PREFIX = '~';
const MAX_SLUG = 60;
/** Where the pages make a dashboard that is not saved yet, or read one from a file. */
const RESERVED: ReadonlySet<string> = new Set(['new', 'import'].map((name) => SAVED_PREFIX + name));

/** Keeps dashboards in `saved dashboards` of the state; writes follow one another. */
export function createSavedDashboards(state: StateStore, now: () => number): SavedDashboards {
  const documents: Documents = state.documents('saved dashboards');
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(run: () => Promise<Result>): Promise<Result> => {
    const result = last.then(run, run);
    last = result.catch(() => undefined);
    return result;
  };
  // Nothing else writes there.
  const get = async (slug: string) => (await documents.get(slug)) as unknown as SavedDashboard | undefined;
  const put = async (saved: SavedDashboard): Promise<SavedDashboard> => {
    await documents.put(saved.slug, saved as unknown as JsonValue);
    return saved;
  };
  const list = async () => (await documents.entries()).map(([, value]) => value as unknown as SavedDashboard);
  const made = (slug: string, revision: number, { content, savedBy = '' }: CreateDashboardRequest) =>
    put({ slug, revision, savedAtMs: now(), savedBy, content });
  return {
    list,
    get,
    create: (request) =>
      inTurn(async () => {
        const taken = new Set((await list()).map(({ slug }) => slug));
        return taken.size >= MAX_SAVED ? undefined : made(freeSlug(request.content.title, taken), 1, request);
      }),
    save: (slug, request) =>
      inTurn(async () => {
        const current = await get(slug);
        if (current?.revision !== request.revision) return { kind: 'conflict', current };
        return made(slug, request.revision + 1, request);
      }),
    delete: (slug, revision) =>
      inTurn(async () => {
        const current = await get(slug);
        if (current === undefined) return false;
        if (current.revision !== revision) return { kind: 'conflict', current };
        await documents.delete(slug);
        return true;
      }),
  };
}

/** The title as an address, with a number where that is taken. */
function freeSlug(title: string, taken: ReadonlySet<string>): string {
  const base = SAVED_PREFIX + (slugOf(title).slice(0, MAX_SLUG) || 'dashboard');
  let slug = base;
  for (let number = 2; taken.has(slug) || RESERVED.has(slug); number++) slug = `${base}-${number}`;
  return slug;
}
