import type { AddressRanges } from './address-ranges.ts';
import type { Role } from './roles.ts';

/** A token that programs send; who reads it here cannot send it. */
export interface TokenEntry {
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the token, in hexadecimal. A token is too long to be guessed, so that no slower hash is needed. */
  readonly sha256: string;
}

/** Somebody with a password. */
export interface UserEntry {
  readonly name: string;
  readonly role: Role;
  /** As {@link hashPassword} writes it. */
  readonly password: string;
}

/** A proxy that signs people in, and tells in headers who they are. */
export interface ProxyAccess {
  /** Where it connects from; nobody else's headers count. */
  readonly from: AddressRanges;
  /** Header with the name of the user, in lower case. */
  readonly userHeader: string;
  /** Header with the groups of the user, in lower case. */
  readonly groupsHeader: string;
  /** The role that each group has; `*` is everybody whom the proxy lets through. */
  readonly roles: ReadonlyMap<string, Role>;
}

/** Who may do what. */
export interface Access {
  readonly tokens: readonly TokenEntry[];
  readonly users: readonly UserEntry[];
  readonly proxy?: ProxyAccess;
  /** The role of whoever connects to the loopback address and names nobody. Absent: they are nobody. */
  readonly local?: Role;
}

/** Says who may do what now: what is taken away counts from the next request on. */
export interface AccessSource {
  current(): Access;
}

/** Whether anybody can come from another machine. */
export function hasCredentials({ tokens, users, proxy }: Access): boolean {
  return tokens.length > 0 || users.length > 0 || proxy !== undefined;
}
