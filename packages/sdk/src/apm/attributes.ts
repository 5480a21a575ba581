import { REDACTED, isSensitiveName, isSensitiveValue } from '../metrics/guards/sensitive-text.ts';

/** What an attribute of an event can be; what is anything else is left out, as the agent does. */
export type ApmAttributes = Readonly<Record<string, unknown>>;

type Value = string | number | boolean;

/** The agent's own limits. */
const MAX_ATTRIBUTES = 64;
const MAX_NAME_LENGTH = 255;
const MAX_TEXT_LENGTH = 4095;

/** The attributes of an event that are sound: texts, numbers and booleans, not too many, nothing secret. */
export function soundAttributes(given: unknown): Readonly<Record<string, Value>> {
  const sound: Record<string, Value> = Object.create(null);
  for (const [name, value] of entriesOf(given).slice(0, MAX_ATTRIBUTES)) {
    const clean = soundValue(name, value);
    if (name !== '' && name.length <= MAX_NAME_LENGTH && clean !== undefined) sound[name] = clean;
  }
  return sound;
}

function soundValue(name: string, value: unknown): Value | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const isSecret = isSensitiveName(name) || isSensitiveValue(value.slice(0, MAX_TEXT_LENGTH));
  return isSecret ? REDACTED : value.slice(0, MAX_TEXT_LENGTH).toWellFormed();
}

/** Getters of others may throw: then there is nothing to tell. */
function entriesOf(given: unknown): readonly (readonly [string, unknown])[] {
  try {
    return typeof given === 'object' && given !== null ? Object.entries(given) : [];
  } catch {
    return [];
  }
}
