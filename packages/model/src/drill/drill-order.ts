/** What an instrument does during a drill. */
export type DrillLevel =
  /** A counter grows. */
  | { readonly kind: 'rate'; readonly perSecond: number }
  /** A gauge stands. */
  | { readonly kind: 'value'; readonly value: number }
  /** A gauge holds a Unix time that lies `seconds` in the past. */
  | { readonly kind: 'age'; readonly seconds: number }
  /** A gauge stands at a value, then rises or falls from it, down to zero at most. */
  | { readonly kind: 'trend'; readonly from: number; readonly perSecond: number }
  /** A gauge grows by one from time to time. */
  | { readonly kind: 'steps'; readonly everySeconds: number }
  /** A histogram takes observations of one value. */
  | { readonly kind: 'observations'; readonly perSecond: number; readonly value: number };

/** One instrument with one set of labels, and what it does. */
export interface DrillMove {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly level: DrillLevel;
}

/**
 * Makes instruments of a running service move, so that an alert is seen to fire. Posted as JSON to the service's
 * metrics page, by whoever proves alerts; a service takes it only where it was started with drills allowed.
 */
export interface DrillOrder {
  /** Names the drill: an order of the same name takes the place of the one before. */
  readonly drill: string;
  /** It ends by itself after so long; 0 ends it now. At most 3600. */
  readonly seconds: number;
  readonly moves: readonly DrillMove[];
}

/** The answer to an order: which moves are made, and why others are not. */
export interface DrillAnswer {
  readonly drill: string;
  readonly moved: number;
  /** What could not be done, for people; empty where all moves are made. */
  readonly refused: readonly string[];
}

/** A drill takes no longer. */
export const MAX_DRILL_SECONDS = 3600;
const MAX_MOVES = 200;
/** Faster would keep the service busy with its drill. */
const MAX_PER_SECOND = 100_000;

const LEVEL_FIELDS: Readonly<Record<DrillLevel['kind'], readonly string[]>> = {
  rate: ['perSecond'],
  value: ['value'],
  age: ['seconds'],
  trend: ['from', 'perSecond'],
  steps: ['everySeconds'],
  observations: ['perSecond', 'value'],
};

/** Reads an order out of what JSON gave; text says what is wrong with it. */
export function readDrillOrder(given: unknown): DrillOrder | string {
  if (!isFields(given)) return 'an order is a JSON object: { drill, seconds, moves }';
  const { drill, seconds, moves } = given;
  if (typeof drill !== 'string' || !/^[\w-]{1,64}$/.test(drill))
    return 'drill must be a name of letters, digits, dashes and underscores';
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= MAX_DRILL_SECONDS))
    return `seconds must be a number from 0 to ${MAX_DRILL_SECONDS}`;
  if (!Array.isArray(moves) || moves.length > MAX_MOVES)
    return `moves must be a list of at most ${MAX_MOVES}`;
  const read: DrillMove[] = [];
  for (const [index, move] of moves.entries()) {
    const one = readMove(move);
    if (typeof one === 'string') return `moves[${index}]: ${one}`;
    read.push(one);
  }
  return { drill, seconds, moves: read };
}

function readMove(given: unknown): DrillMove | string {
  if (!isFields(given)) return 'a move is { metric, labels, level }';
  const { metric, labels, level } = given;
  if (typeof metric !== 'string') return 'metric must be a name';
  if (!isFields(labels)) return 'labels must be an object';
  const texts: [string, string][] = [];
  for (const [name, value] of Object.entries(labels)) {
    if (typeof value !== 'string') return `the value of the label ${name} must be text`;
    texts.push([name, value]);
  }
  const read = readLevel(level);
  return typeof read === 'string' ? read : { metric, labels: Object.fromEntries(texts), level: read };
}

function readLevel(given: unknown): DrillLevel | string {
  const kinds = Object.keys(LEVEL_FIELDS);
  if (!isFields(given) || typeof given.kind !== 'string' || !kinds.includes(given.kind))
    return `level.kind must be one of ${kinds.join(', ')}`;
  const kind = given.kind as DrillLevel['kind'];
  const numbers: Record<string, number> = {};
  for (const field of LEVEL_FIELDS[kind]) {
    const value = given[field];
    if (typeof value !== 'number' || !Number.isFinite(value)) return `level.${field} must be a number`;
    if (field === 'perSecond' && Math.abs(value) > MAX_PER_SECOND)
      return `level.perSecond must be at most ${MAX_PER_SECOND}`;
    if (field === 'everySeconds' && value <= 0) return 'level.everySeconds must be above 0';
    numbers[field] = value;
  }
  // Each kind has exactly the numbers that its list of fields names.
  return { kind, ...numbers } as DrillLevel;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
