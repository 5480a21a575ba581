/** An action of GitHub with the commit that generated workflows pin. */
export interface KnownAction {
  readonly action: string;
  readonly version: string;
  readonly commit: string;
}

/** Actions that generated workflows use. A tag can be moved to other code; a commit cannot. */
export const KNOWN_ACTIONS: readonly KnownAction[] = [
  { action: 'actions/checkout', version: 'v5.0.0', commit: '08c6903cd8c0fde910a37f88322edcfb5dd907a8' },
  { action: 'actions/setup-node', version: 'v5.0.0', commit: 'a0853c24544627f65ddf259abe73b1d18a591444' },
  {
    action: 'actions/upload-artifact',
    version: 'v4.6.2',
    commit: 'ea165f8d65b6e75b540449e92b4886f43607fa02',
  },
];

/** The action at its pinned commit, as `uses` takes it. */
export function pinnedAction(action: string): string {
  const known = KNOWN_ACTIONS.find((each) => each.action === action);
  if (known === undefined) throw new RangeError(`no commit is known for ${action}`);
  return `${known.action}@${known.commit}`;
}
