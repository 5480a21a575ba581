import type { Permission } from './roles.ts';
import { mayDo, rolesFor } from './roles.ts';
import type { Identity, Refusal } from './sign-in.ts';

/** Why somebody may not do it; `undefined` where they may. */
export function refusalOf(identity: Identity, permission: Permission): Refusal | undefined {
  const principal = identity.kind === 'principal' ? identity.principal : undefined;
  if (mayDo(principal?.role, permission)) return undefined;
  if (identity.kind === 'refused') return identity;
  if (!principal) {
    const reason = 'This station asks who you are: sign in, or send a token as a bearer token.';
    return { kind: 'refused', status: 401, reason };
  }
  const roles = rolesFor(permission).join(' or ');
  const reason = `This needs the role ${roles}; ${principal.name} has the role ${principal.role}.`;
  return { kind: 'refused', status: 403, reason };
}
