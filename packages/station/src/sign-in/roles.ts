/** What somebody may be, from the least to the most. */
export const ROLES = ['sender', 'viewer', 'editor', 'admin'] as const;

/** What somebody may be: see {@link ROLES}. */
export type Role = (typeof ROLES)[number];

/**
 * What a route asks of its caller.
 *
 * - `open`: nothing; whoever reaches the station is answered.
 * - `enter`: to be somebody, whatever their role.
 * - `send`: metrics, logs, traces and alerts of programs come in.
 * - `annotate`: a deployment or an incident is noted.
 * - `view`: something is read.
 * - `edit`: something that people make is changed, or somebody is told something: silences, dashboards, tests, drills.
 * - `administer`: the station itself is changed, copied or shown, or data is deleted.
 */
export type Permission = 'open' | 'enter' | 'send' | 'annotate' | 'view' | 'edit' | 'administer';

const VIEWER: readonly Permission[] = ['open', 'enter', 'view'];
const EDITOR: readonly Permission[] = [...VIEWER, 'annotate', 'edit'];
const SENDER: readonly Permission[] = ['open', 'enter', 'send', 'annotate'];

const GRANTED: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  sender: new Set(SENDER),
  viewer: new Set(VIEWER),
  editor: new Set(EDITOR),
  admin: new Set([...EDITOR, ...SENDER, 'administer']),
};

/** Whether a role may do what a route asks; nobody in particular (`undefined`) may do what is open. */
export function mayDo(role: Role | undefined, permission: Permission): boolean {
  return role === undefined ? permission === 'open' : GRANTED[role].has(permission);
}

/** The roles that may do it, from the least to the most, for those who have to ask for one. */
export function rolesFor(permission: Permission): readonly Role[] {
  return ROLES.filter((role) => mayDo(role, permission));
}

/** Whether a text names a role. */
export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}
