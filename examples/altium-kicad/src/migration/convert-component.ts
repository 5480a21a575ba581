import type { Component } from '../altium/component-tables.ts';
import { installedSymbols } from '../kicad/installed-symbols.ts';
import { FOOTPRINTS, SYMBOLS } from '../kicad/known-parts.ts';
import { createMatcher } from '../kicad/match.ts';
import type { KicadSymbol } from '../kicad/symbol-library.ts';

/** Why a component is not converted: `error_type` of `migration_errors_total`. */
export type Refusal = 'missing_field' | 'bad_value' | 'duplicate' | 'no_symbol' | 'no_footprint';

/** What became of a component. */
export interface Conversion {
  /** From 0 to 1; of components that are complete. */
  readonly confidence?: number;
  readonly result: KicadSymbol | Refusal;
}

const REQUIRED = ['Part Number', 'Library Ref', 'Footprint Ref', 'Value'];
/** Letters of the reference designators, as in R1; the first that fits. */
const REFERENCES: readonly (readonly [RegExp, string])[] = [
  [/^Device:R(_|$)/, 'R'],
  [/^Device:C(_|$)/, 'C'],
  [/^Device:L(_|$)/, 'L'],
  [/^(Device:(D|LED)|Diode)/, 'D'],
  [/^(Device:Q|Transistor)/, 'Q'],
];
const PASSIVES = ['R', 'C', 'L'];
/** 4.7k, 100nF, 10R */
const QUANTITY = /^\d+(\.\d+)?\s?[pnuµmRkM]?[ΩFH]?$/;
/** The largest packages have some 3,000. */
const MOST_PINS = 5000;
/** Below this a match is a guess. */
const LEAST_SCORE = 0.6;

const matchSymbol = createMatcher([...SYMBOLS, ...installedSymbols()]);
const matchFootprint = createMatcher(FOOTPRINTS);

/** Maps a component to a KiCad symbol and footprint. `taken` has the names of the library so far. */
export function convertComponent(component: Component, taken: ReadonlyMap<string, unknown>): Conversion {
  const field = (name: string) => component.get(name) ?? '';
  if (REQUIRED.some((name) => field(name) === '')) return { result: 'missing_field' };
  const name = symbolName(component);
  if (taken.has(name)) return { result: 'duplicate' };
  const symbol = matchSymbol(field('Library Ref'));
  const footprint = matchFootprint(field('Footprint Ref'));
  const confidence = 0.6 * symbol.score + 0.4 * footprint.score;
  if (symbol.score < LEAST_SCORE) return { confidence, result: 'no_symbol' };
  if (footprint.score < LEAST_SCORE) return { confidence, result: 'no_footprint' };
  const [, reference] = REFERENCES.find(([pattern]) => pattern.test(symbol.name)) ?? ['', 'U'];
  const pinCount = Number(field('Pin Count') || 2);
  const isPinCount = Number.isInteger(pinCount) && pinCount > 0 && pinCount <= MOST_PINS;
  const isValue = !PASSIVES.includes(reference) || QUANTITY.test(field('Value'));
  if (!isPinCount || !isValue) return { confidence, result: 'bad_value' };
  const fields = {
    'KiCad Symbol': symbol.name,
    Tolerance: field('Tolerance'),
    Manufacturer: field('Manufacturer'),
    ki_description: field('Description'),
  };
  const result = { name, reference, footprint: footprint.name, value: field('Value'), pinCount, fields };
  return { confidence, result };
}

/** The part number, without what KiCad does not allow in a name. */
function symbolName(component: Component): string {
  return (component.get('Part Number') ?? '').replaceAll(/[\s/:<>"\\]/g, '_');
}
