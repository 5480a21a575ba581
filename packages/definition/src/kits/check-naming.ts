import { TelltaleError, closestName } from '@telltale/model';

type Names = Readonly<Record<string, string>>;

/** Throws `TT_DEFINITION_INVALID` where two roles have one name: their values would become one. */
export function checkDistinct(kit: string, names: Names): void {
  const roleOf = new Map<string, string>();
  for (const [role, name] of Object.entries(names)) {
    const other = roleOf.get(name);
    if (other !== undefined) throw invalid(kit, `${other} and ${role} are both named '${name}'`);
    roleOf.set(name, role);
  }
}

/** Throws `TT_DEFINITION_INVALID` for a role that the kit does not have, which the compiler refuses as well. */
export function checkRoles(kit: string, given: object | undefined, known: Iterable<string>): void {
  const roles = [...known];
  for (const role of Object.keys(given ?? {})) {
    if (roles.includes(role)) continue;
    const near = closestName(role, roles);
    const hint = near === undefined ? `there are ${roles.join(', ')}` : `did you mean '${near}'?`;
    throw invalid(kit, `there is no '${role}': ${hint}`);
  }
}

/** Throws `TT_DEFINITION_INVALID` where a role is left out that the kit is nothing without. */
export function checkPresent(kit: string, names: Names, needed: readonly string[]): void {
  const missing = needed.find((role) => !Object.hasOwn(names, role));
  if (missing !== undefined) throw invalid(kit, `'${missing}' cannot be left out`);
}

function invalid(kit: string, fault: string): TelltaleError {
  return new TelltaleError('TT_DEFINITION_INVALID', `the kit '${kit}' cannot be named so: ${fault}`);
}
