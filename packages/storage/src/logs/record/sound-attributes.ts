import type { AttributeValue, Attributes } from '@telltale/model';

/** Of one record, objects and lists in others included. */
const MAX_VALUES = 1000;
const MAX_DEPTH = 32;
const MAX_NAME_LENGTH = 1024;
const MAX_TEXT_LENGTH = 64 * 1024;
/** Of all names and texts of one record. */
const MAX_TOTAL_LENGTH = 256 * 1024;
/** Stands where something was left out. */
const CUT = '…';

/** Attributes within the limits, and whether something was left out for that. */
export interface SoundAttributes {
  readonly attributes: Attributes;
  readonly isCut: boolean;
}

/**
 * Makes attributes what JSON gives back as it is, of a bounded size: at most 1,000 values, 32 deep, texts of 64 Ki
 * characters and 256 Ki in all. Those that are so already stay the same object.
 */
export function soundAttributes(attributes: Attributes): SoundAttributes {
  if (areSound(attributes, new Budget(), 1)) return { attributes, isCut: false };
  const budget = new Budget();
  return { attributes: copyOfObject(attributes, budget, 1), isCut: budget.isCut };
}

/** What a record may still have. */
class Budget {
  #values = MAX_VALUES;
  #length = MAX_TOTAL_LENGTH;
  isCut = false;

  /** Takes a value of which nothing but its texts can be long; says whether there was room for it. */
  takeValue(): boolean {
    if (this.#values > 0 && this.#length > 0) {
      this.#values--;
      return true;
    }
    this.isCut = true;
    return false;
  }

  /** As much of a text as there is room for. */
  takeText(text: string, limit: number): string {
    const length = Math.min(text.length, limit, this.#length);
    this.#length -= length;
    if (length === text.length) return text;
    this.isCut = true;
    return text.slice(0, length) + CUT;
  }
}

/** Whether a value would stay as it is; uses the budget up. */
function isSound(value: unknown, budget: Budget, depth: number): boolean {
  if (!budget.takeValue()) return false;
  switch (typeof value) {
    case 'string':
      return budget.takeText(value, MAX_TEXT_LENGTH) === value;
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return true;
    case 'object':
      return value === null || (depth < MAX_DEPTH && areSound(value, budget, depth + 1));
    default:
      return false;
  }
}

function areSound(values: object, budget: Budget, depth: number): boolean {
  if (Array.isArray(values)) return values.every((item) => isSound(item, budget, depth));
  return Object.keys(values).every(
    (name) =>
      budget.takeText(name, MAX_NAME_LENGTH) === name && isSound(propertyOf(values, name), budget, depth),
  );
}

function copyOf(value: unknown, budget: Budget, depth: number): AttributeValue {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return budget.takeText(value, MAX_TEXT_LENGTH);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'object':
      if (value === null) return null;
      if (depth < MAX_DEPTH) {
        return Array.isArray(value)
          ? copyOfList(value, budget, depth + 1)
          : copyOfObject(value, budget, depth + 1);
      }
      budget.isCut = true;
      return CUT;
    default:
      return budget.takeText(String(value), MAX_TEXT_LENGTH);
  }
}

function copyOfList(list: readonly unknown[], budget: Budget, depth: number): AttributeValue[] {
  const copy: AttributeValue[] = [];
  for (const item of list) {
    if (!budget.takeValue()) break;
    copy.push(isNothing(item) ? null : copyOf(item, budget, depth));
  }
  return copy;
}

function copyOfObject(object: object, budget: Budget, depth: number): Attributes {
  const copy: Record<string, AttributeValue> = Object.create(null);
  for (const name of Object.keys(object)) {
    const value = propertyOf(object, name);
    if (isNothing(value)) continue;
    if (!budget.takeValue()) break;
    copy[budget.takeText(name, MAX_NAME_LENGTH)] = copyOf(value, budget, depth);
  }
  return copy;
}

/** What JSON leaves out. */
function isNothing(value: unknown): boolean {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol';
}

function propertyOf(object: object, name: string): unknown {
  return (object as Record<string, unknown>)[name];
}
