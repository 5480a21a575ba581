import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { readSymbolNames } from '../../examples/altium-kicad/prove/written-symbols.ts';
import { parseDatabaseLibrary } from '../../examples/altium-kicad/src/altium/database-library.ts';
import { installedSymbols } from '../../examples/altium-kicad/src/kicad/installed-symbols.ts';
import { FOOTPRINTS, SYMBOLS } from '../../examples/altium-kicad/src/kicad/known-parts.ts';
import { createMatcher } from '../../examples/altium-kicad/src/kicad/match.ts';
import { printSymbolLibrary } from '../../examples/altium-kicad/src/kicad/symbol-library.ts';
import { convertComponent } from '../../examples/altium-kicad/src/migration/convert-component.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const RESISTOR = {
  'Part Number': 'RC0402FR-0710KL',
  'Library Ref': 'RES',
  'Footprint Ref': 'RESC1005X40N',
  Value: '10k',
  'Pin Count': '2',
};

const convert = (fields: Readonly<Record<string, string>>, taken = new Map<string, unknown>()) =>
  convertComponent(new Map(Object.entries({ ...RESISTOR, ...fields })), taken);

test('a DbLib names its tables, and the parameter that each column holds', () => {
  const text = [
    '[DatabaseLinks]',
    'ConnectionString=DSN=parts;Mode=Read',
    '[Table1]',
    'SchemaName=lib',
    'TableName=Resistor - Chip',
    'Enabled=True',
    '[Table2]',
    'TableName=Old',
    'Enabled=False',
    '[FieldMap1]',
    'Options=FieldName=Resistor - Chip.Symbol|TableNameOnly=Resistor - Chip|FieldNameOnly=Symbol|ParameterName=[Library Ref]',
    '[FieldMap2]',
    'Options=TableNameOnly=Old|FieldNameOnly=Symbol|ParameterName=[Library Ref]',
  ].join('\r\n');
  expect(parseDatabaseLibrary(text)).toEqual([
    { schema: 'lib', name: 'Resistor - Chip', parameters: new Map([['Symbol', 'Library Ref']]) },
  ]);
});

test.each([
  ['RES', 'Device:R', 1],
  ['STM32F103C8T6', 'MCU_ST_STM32F1:STM32F103C8Tx', 0.8],
  ['SN74HC595D', '74xx:74HC595', 0.9],
  ['LM317', '', 0],
  ['', '', 0],
])('the symbol for %j is %j', (name, symbol, atLeast) => {
  const match = createMatcher(SYMBOLS)(name);
  if (symbol === '') expect(match.score).toBeLessThan(0.6);
  else expect(match).toEqual({ name: symbol, score: expect.closeTo(atLeast, 0) });
  expect(match.score).toBeGreaterThanOrEqual(atLeast);
});

test('a footprint of another size is no match, however alike the names', () => {
  const match = createMatcher(FOOTPRINTS.filter(({ name }) => !name.includes('0402')));
  expect(match('RESC1005X40N').score).toBeLessThan(0.6);
});

test('the symbols of an installed KiCad are candidates too', () => {
  const folder = temporaryFolder();
  const text = '(kicad_symbol_lib\n  (symbol "XC6206" (pin_names)\n    (symbol "XC6206_0_1")\n  )\n)\n';
  writeFileSync(join(folder, 'Regulator.kicad_sym'), text);
  const match = createMatcher([...SYMBOLS, ...installedSymbols(folder)]);
  expect(match('XC6206').name).toBe('Regulator:XC6206');
  expect(installedSymbols(join(folder, 'none'))).toEqual([]);
});

test.each([
  ['nothing in a field that is needed', { Value: '' }, 'missing_field'],
  ['a value that is no quantity', { Value: 'see data sheet' }, 'bad_value'],
  ['a billion pins', { 'Pin Count': '1e9' }, 'bad_value'],
  ['half a pin', { 'Pin Count': '0.5' }, 'bad_value'],
  ['an unknown symbol', { 'Library Ref': 'Component_1' }, 'no_symbol'],
  ['an unknown footprint', { 'Footprint Ref': 'MODULE_CUSTOM' }, 'no_footprint'],
])('a component with %s is refused', (_, fields, reason) => {
  expect(convert(fields).result).toBe(reason);
});

test('a part number that is there already is a duplicate', () => {
  expect(convert({}, new Map([[RESISTOR['Part Number'], {}]])).result).toBe('duplicate');
});

test('a certain mapping has confidence 1 and gets symbol, footprint and reference', () => {
  expect(convert({})).toMatchObject({
    confidence: 1,
    result: {
      name: 'RC0402FR-0710KL',
      reference: 'R',
      footprint: 'Resistor_SMD:R_0402_1005Metric',
      pinCount: 2,
    },
  });
});

test('whatever the fields hold, the library is read back symbol by symbol', () => {
  const symbol = fc.record({
    name: fc.stringMatching(/^[\w.,+-]+$/),
    reference: fc.constantFrom('R', 'U'),
    footprint: fc.string(),
    value: fc.string({ unit: 'binary' }),
    pinCount: fc.integer({ min: 1, max: 9 }),
    fields: fc.dictionary(fc.string({ minLength: 1 }), fc.string()),
  });
  fc.assert(
    fc.property(fc.array(symbol, { maxLength: 4 }), (symbols) => {
      expect(readSymbolNames(printSymbolLibrary(symbols))).toEqual(symbols.map(({ name }) => name));
    }),
    { numRuns: 50 },
  );
});
