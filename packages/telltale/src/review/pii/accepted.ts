import { readFileSync } from 'node:fs';
import { TelltaleError } from '@telltale/model';
import type { PiiFinding } from './pii-finding.ts';

/** A finding that is right as it is. */
export interface Accepted {
  readonly kind: string;
  readonly where: string;
  readonly reason: string;
}

/**
 * Reads the list of what may be: `[{ "kind": "email", "where": "label recipient", "reason": "…" }]`.
 *
 * @throws TelltaleError TT_FILE_READ, TT_FILE_FORMAT
 */
export function readAccepted(file: string): readonly Accepted[] {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const isFormat = error instanceof SyntaxError;
    const message = `${file}: ${error instanceof Error ? error.message : String(error)}`;
    throw new TelltaleError(isFormat ? 'TT_FILE_FORMAT' : 'TT_FILE_READ', message, { cause: error });
  }
  if (!Array.isArray(list)) throw formatError(file, 'it is no list');
  return list.map((entry: unknown, index): Accepted => {
    const { kind, where, reason } = Object(entry) as Partial<Record<keyof Accepted, unknown>>;
    const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
    if (isText(kind) && isText(where) && isText(reason)) return { kind, where, reason };
    throw formatError(file, `entry ${index + 1} has not all of kind, where and reason`);
  });
}

/** The entry that a finding is accepted by. */
export function acceptedBy(finding: PiiFinding, list: readonly Accepted[]): Accepted | undefined {
  return list.find(({ kind, where }) => kind === finding.kind && where === finding.where);
}

function formatError(file: string, what: string): TelltaleError {
  return new TelltaleError('TT_FILE_FORMAT', `${file}: ${what}`, {
    fix: 'Write [{ "kind": "email", "where": "label recipient", "reason": "why it may be" }], as --json names kind and where.',
  });
}
