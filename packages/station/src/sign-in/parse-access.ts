import type { SourceNode, SourceTree } from '@telltale/formats';
import { parseSourceTree } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { Access, ProxyAccess, TokenEntry, UserEntry } from './access.ts';
import { addressRanges, isAddressRange } from './address-ranges.ts';
import { isPasswordHash } from './passwords.ts';
import type { Role } from './roles.ts';
import { ROLES, isRole } from './roles.ts';

const SHA256 = /^[0-9a-f]{64}$/i;
const NAME = /^[^\p{Cc},;:]{1,128}$/u;
const HEADER = /^[a-z0-9-]{1,64}$/i;
const USER_HEADER = 'X-Forwarded-User';
const GROUPS_HEADER = 'X-Forwarded-Groups';

/**
 * Reads a file that says who may do what.
 *
 * @throws TelltaleError TT_ACCESS with all that is wrong, each with its line
 */
export function parseAccess(text: string, file: string): Access {
  const tree = parseSourceTree(text, file);
  const reader = new AccessReader(tree);
  const access = reader.read();
  const faults = [
    ...tree.issues.map(({ position, message }) => `${position.line}: ${message}`),
    ...reader.faults,
  ];
  if (faults.length > 0) {
    throw new TelltaleError('TT_ACCESS', faults.map((fault) => `${file}:${fault}`).join('\n'));
  }
  return access;
}

/** Reads one file, and notes all its faults. */
class AccessReader {
  readonly faults: string[] = [];
  readonly #tree: SourceTree;

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  read(): Access {
    const [root] = this.#tree.roots;
    if (root === undefined) return { tokens: [], users: [] };
    this.#onlyFields(root, 'the file', ['tokens', 'users', 'proxy', 'local']);
    const proxy = root.get('proxy');
    const local = root.get('local');
    return {
      tokens: this.#named(root, 'tokens', (node) => this.#token(node)),
      users: this.#named(root, 'users', (node) => this.#user(node)),
      ...(proxy && { proxy: this.#proxy(proxy) }),
      ...(local && { local: this.#role(local) }),
    };
  }

  #token(node: SourceNode): TokenEntry {
    this.#onlyFields(node, 'a token', ['name', 'role', 'sha256']);
    const sha256 = this.#text(node, 'sha256', 'telltale access token prints it');
    if (sha256 !== '' && !SHA256.test(sha256)) this.#fault(node, 'sha256 must have 64 hexadecimal digits');
    return { ...this.#holder(node), sha256: sha256.toLowerCase() };
  }

  #user(node: SourceNode): UserEntry {
    this.#onlyFields(node, 'a user', ['name', 'role', 'password']);
    const password = this.#text(node, 'password', 'telltale access user prints it');
    if (password !== '' && !isPasswordHash(password)) {
      this.#fault(
        node,
        'password must be a hash that telltale access user prints, never the password itself',
      );
    }
    return { ...this.#holder(node), password };
  }

  #holder(node: SourceNode): { readonly name: string; readonly role: Role } {
    const name = this.#text(node, 'name', 'it is shown, and written into the audit log');
    if (name !== '' && !NAME.test(name)) this.#fault(node, 'a name has 1 to 128 characters, none of , ; :');
    const role = node.get('role');
    if (!role) this.#fault(node, `role is missing: one of ${ROLES.join(', ')}`);
    return { name, role: role ? this.#role(role) : 'viewer' };
  }

  #proxy(node: SourceNode): ProxyAccess {
    this.#onlyFields(node, 'the proxy', ['from', 'user', 'groups', 'roles']);
    const from = node.get('from')?.texts() ?? [];
    if (from.length === 0) this.#fault(node, 'from is missing: the addresses that the proxy connects from');
    for (const text of from) {
      if (!isAddressRange(text)) this.#fault(node, `${JSON.stringify(text)} is no address and no network`);
    }
    return {
      from: addressRanges(from.filter(isAddressRange)),
      userHeader: this.#header(node.get('user'), USER_HEADER),
      groupsHeader: this.#header(node.get('groups'), GROUPS_HEADER),
      roles: this.#roles(node),
    };
  }

  #header(node: SourceNode | undefined, usual: string): string {
    const name = node?.text() ?? usual;
    if (node && !HEADER.test(name)) this.#fault(node, `${JSON.stringify(name)} is no name of a header`);
    return name.toLowerCase();
  }

  /** A group may stand with several roles: the greatest counts. */
  #roles(proxy: SourceNode): ReadonlyMap<string, Role> {
    const roles = new Map<string, Role>();
    const node = proxy.get('roles');
    if (!node) this.#fault(proxy, 'roles is missing: the groups that have each role, such as viewer: ["*"]');
    const byRole = new Map((node?.entries() ?? []).map(({ key, value }) => [key, value]));
    for (const [key, value] of byRole) {
      if (!isRole(key)) this.#fault(value, `${JSON.stringify(key)} is no role: one of ${ROLES.join(', ')}`);
    }
    for (const role of ROLES) {
      for (const group of byRole.get(role)?.texts() ?? []) roles.set(group, role);
    }
    return roles;
  }

  #role(node: SourceNode): Role {
    const text = node.text() ?? '';
    if (isRole(text)) return text;
    this.#fault(node, `${JSON.stringify(text)} is no role: one of ${ROLES.join(', ')}`);
    return 'viewer';
  }

  /** Entries of a list, each of another name. */
  #named<Entry extends { readonly name: string }>(
    root: SourceNode,
    key: string,
    read: (node: SourceNode) => Entry,
  ): readonly Entry[] {
    const list = root.get(key);
    if (list && list.kind !== 'list' && list.kind !== 'null') this.#fault(list, `${key} must be a list`);
    const entries = new Map<string, Entry>();
    for (const node of list?.items() ?? []) {
      const entry = read(node);
      if (entries.has(entry.name)) this.#fault(node, `${JSON.stringify(entry.name)} stands in ${key} twice`);
      entries.set(entry.name, entry);
    }
    return [...entries.values()];
  }

  #text(node: SourceNode, key: string, why: string): string {
    const text = node.get(key)?.text() ?? '';
    if (text === '') this.#fault(node, `${key} is missing: ${why}`);
    return text;
  }

  #onlyFields(node: SourceNode, what: string, known: readonly string[]): void {
    if (node.kind !== 'mapping') this.#fault(node, `${what} must have fields: ${known.join(', ')}`);
    for (const { key, value } of node.entries()) {
      if (!known.includes(key))
        this.#fault(value, `${what} has no field ${JSON.stringify(key)}, but ${known.join(', ')}`);
    }
  }

  #fault(node: SourceNode, message: string): void {
    this.faults.push(`${this.#tree.source.positionAt(node.start).line}: ${message}`);
  }
}
