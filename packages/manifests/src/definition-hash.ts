import { createHash } from 'node:crypto';
import type { ResolvedDefinition } from '@telltale/definition';

/** Positions and file names differ between machines, expressions are in the query's text already. */
const LEFT_OUT: ReadonlySet<string> = new Set(['position', 'file', 'expr']);

/**
 * The first 12 hexadecimal digits of SHA-256 over a definition. Equal definitions have equal hashes
 * wherever their files are and whatever the order of their properties.
 */
export function definitionHash(definition: ResolvedDefinition): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex').slice(0, 12);
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([key, part]) => part !== undefined && !LEFT_OUT.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`).join(',')}}`;
}
