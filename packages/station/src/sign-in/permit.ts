import type { Permission } from './roles.ts';

/** Options of a route that say what it asks of its caller. */
export function permit(permission: Permission): { readonly config: { readonly permission: Permission } } {
  return { config: { permission } };
}
