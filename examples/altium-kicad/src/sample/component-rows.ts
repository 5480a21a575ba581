/** Columns of the sample's tables, as Altium libraries have them. */
export const COLUMNS = [
  'Part Number',
  'Library Ref',
  'Footprint Ref',
  'Value',
  'Tolerance',
  'Pin Count',
  'Description',
  'Manufacturer',
] as const;

/** A row of a component table. */
export type ComponentRow = Readonly<Record<(typeof COLUMNS)[number], string>>;

/** Sizes with the footprints of resistors and capacitors, after IPC-7351. */
const SIZES = [
  ['0402', 'RESC1005X40N', 'CAPC1005X55N'],
  ['0603', 'RESC1608X55N', 'CAPC1608X90N'],
  // Thinner resistors than most: KiCad's footprint fits, its name does not quite.
  ['0805', 'RESC2012X60N', 'CAPC2012X127N'],
] as const;
const E96 = Array.from({ length: 96 }, (_, step) => Math.round(100 * 10 ** (step / 96)));
const E24 = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91];

/** 1,440 chip resistors: E96 from 10 Ω to 976 kΩ in three sizes. */
export function chipResistors(): readonly ComponentRow[] {
  return SIZES.flatMap(([size, footprint]) =>
    [0.1, 1, 10, 100, 1000].flatMap((decade) =>
      E96.map((digits) => {
        const value = ohms(digits * decade);
        return row(
          // Size, 1 %, paper tape, 7-inch reel, and the value with its unit as decimal point: 4K99.
          `RC${size}FR-07${value.replace(/^(\d+)(?:\.(\d+))?(\D)$/, '$1$3$2').toUpperCase()}L`,
          { ref: 'RES', footprint, value, tolerance: '1%', pins: 2 },
          `Chip resistor ${value} 1% ${size}`,
        );
      }),
    ),
  );
}

/** 576 ceramic capacitors: E24 from 10 pF to 91 nF in three sizes and two dielectrics. */
export function ceramicCapacitors(): readonly ComponentRow[] {
  const dielectrics = [
    ['JRNPO9BN', '5%'],
    ['KRX7R9BB', '10%'],
  ];
  return SIZES.flatMap(([size, , footprint]) =>
    dielectrics.flatMap(([code, tolerance]) =>
      [0, 1, 2, 3].flatMap((zeros) =>
        E24.map((digits) => {
          const value = farads(digits * 10 ** zeros);
          return row(
            `CC${size}${code}${digits}${zeros}`,
            // This library named its symbols twice; that is what makes a migration interesting.
            { ref: zeros < 2 ? 'CAP' : 'Cap Semi', footprint, value, tolerance, pins: 2 },
            `Ceramic capacitor ${value} ${tolerance} ${size}`,
          );
        }),
      ),
    ),
  );
}

/** Integrated circuits: ordering code, Altium's name of the symbol, footprint, pins. */
export function integratedCircuits(): readonly ComponentRow[] {
  return [
    ['LM358DR', 'LM358D', 'SOIC127P600X175-8N', 8, 'Dual operational amplifier'],
    ['TL072CDR', 'TL072CD', 'SOIC127P600X175-8N', 8, 'Dual JFET operational amplifier'],
    ['OPA2134UA', 'OPA2134', 'SOIC127P600X175-8N', 8, 'Dual audio operational amplifier'],
    ['NE555DR', 'NE555D', 'SOIC127P600X175-8N', 8, 'Timer'],
    ['AMS1117-3.3', 'AMS1117-3.3', 'SOT230P700X180-4N', 4, 'Regulator 3.3 V'],
    ['AMS1117-5.0', 'AMS1117-5.0', 'SOT230P700X180-4N', 4, 'Regulator 5 V'],
    ['24LC256-I/SN', '24LC256', 'SOIC127P600X175-8N', 8, 'Serial EEPROM 256 kbit'],
    ['MAX232DR', 'MAX232D', 'SOIC127P600X175-16N', 16, 'RS-232 transceiver'],
    ['CH340G', 'CH340G', 'SOIC127P600X175-16N', 16, 'USB to UART'],
    ['SN74HC00DR', 'SN74HC00D', 'SOIC127P600X175-14N', 14, 'Four NAND gates'],
    ['SN74HC595DR', 'SN74HC595D', 'SOIC127P600X175-16N', 16, 'Shift register'],
    ['STM32F103C8T6', 'STM32F103C8T6', 'QFP50P900X900X160-48N', 48, 'Microcontroller "Cortex-M3"'],
    ['ATMEGA328P-AU', 'ATMEGA328P', 'QFP80P900X900X120-32N', 32, 'Microcontroller'],
  ].map(semiconductor);
}

/** Diodes and transistors. */
export function discretes(): readonly ComponentRow[] {
  return [
    ['1N4148W-7-F', '1N4148W', 'SOD3715X135N', 2, 'Fast diode'],
    ['BAT54S,215', 'BAT54S', 'SOT95P240X110-3N', 3, 'Two Schottky diodes'],
    ['BC847B,215', 'BC847B', 'SOT95P240X110-3N', 3, 'NPN transistor'],
    ['BC857B,215', 'BC857B', 'SOT95P240X110-3N', 3, 'PNP transistor'],
    ['2N7002,215', '2N7002', 'SOT95P240X110-3N', 3, 'N-channel MOSFET'],
    ['BSS138LT1G', 'BSS138', 'SOT95P240X110-3N', 3, 'N-channel MOSFET'],
  ].map(semiconductor);
}

type Semiconductor = readonly (string | number)[];

function semiconductor([partNumber, ref, footprint, pins, description]: Semiconductor): ComponentRow {
  const part = { ref, footprint, value: ref, tolerance: '', pins };
  return row(String(partNumber), part, String(description));
}

function row(
  partNumber: string,
  part: Readonly<Record<'ref' | 'footprint' | 'value' | 'tolerance' | 'pins', string | number>>,
  description: string,
): ComponentRow {
  return {
    'Part Number': partNumber,
    'Library Ref': String(part.ref),
    'Footprint Ref': String(part.footprint),
    Value: String(part.value),
    Tolerance: String(part.tolerance),
    'Pin Count': String(part.pins),
    Description: description,
    Manufacturer: 'Example Components',
  };
}

function ohms(value: number): string {
  return value < 1000 ? `${Number(value.toFixed(1))}R` : `${Number((value / 1000).toFixed(2))}k`;
}

function farads(picofarads: number): string {
  return picofarads < 1000 ? `${picofarads}pF` : `${Number((picofarads / 1000).toFixed(1))}nF`;
}
