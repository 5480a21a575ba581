/** A KiCad symbol or footprint, and what Altium libraries call the same thing. */
export interface KnownPart {
  /** `Library:Name`. */
  readonly name: string;
  readonly aliases: readonly string[];
}

/** Symbols of KiCad's own libraries. */
export const SYMBOLS: readonly KnownPart[] = [
  { name: 'Device:R', aliases: ['RES', 'Resistor', 'Chip Resistor'] },
  { name: 'Device:C', aliases: ['CAP', 'Capacitor', 'Cap NP', 'Ceramic Capacitor'] },
  { name: 'Device:C_Polarized', aliases: ['Cap Pol', 'Polarized Capacitor'] },
  { name: 'Device:L', aliases: ['INDUCTOR', 'Inductor'] },
  { name: 'Device:D', aliases: ['DIODE'] },
  { name: 'Device:D_Schottky', aliases: ['D Schottky', 'Schottky Diode'] },
  { name: 'Device:D_Zener', aliases: ['D Zener', 'Zener Diode'] },
  { name: 'Device:LED', aliases: ['Light Emitting Diode'] },
  { name: 'Diode:1N4148W', aliases: [] },
  { name: 'Diode:BAT54S', aliases: [] },
  { name: 'Transistor_BJT:BC847', aliases: [] },
  { name: 'Transistor_BJT:BC857', aliases: [] },
  { name: 'Transistor_FET:2N7002', aliases: [] },
  { name: 'Transistor_FET:BSS138', aliases: [] },
  { name: 'Amplifier_Operational:LM358', aliases: [] },
  { name: 'Amplifier_Operational:TL072', aliases: [] },
  { name: 'Amplifier_Operational:OPA2134', aliases: [] },
  { name: 'Timer:NE555D', aliases: ['LM555'] },
  { name: 'Regulator_Linear:AMS1117-3.3', aliases: [] },
  { name: 'Regulator_Linear:AMS1117-5.0', aliases: [] },
  { name: 'Memory_EEPROM:24LC256', aliases: [] },
  { name: 'Interface_UART:MAX232', aliases: [] },
  { name: 'Interface_USB:CH340G', aliases: [] },
  { name: '74xx:74HC00', aliases: ['SN74HC00'] },
  { name: '74xx:74HC595', aliases: ['SN74HC595'] },
  { name: 'MCU_ST_STM32F1:STM32F103C8Tx', aliases: [] },
  { name: 'MCU_Microchip_ATmega:ATmega328P-AU', aliases: [] },
];

/** Size in inches, in metric, and the heights in the IPC-7351 names of a resistor and a capacitor. */
const CHIP_SIZES = [
  ['0402', '1005', 40, 55],
  ['0603', '1608', 55, 90],
  ['0805', '2012', 70, 127],
  ['1206', '3216', 70, 127],
] as const;

const CHIPS: readonly KnownPart[] = CHIP_SIZES.flatMap(([inch, metric, resistorHeight, capacitorHeight]) => [
  {
    name: `Resistor_SMD:R_${inch}_${metric}Metric`,
    aliases: [`RESC${metric}X${resistorHeight}N`, `R${inch}`, `Res ${inch}`],
  },
  {
    name: `Capacitor_SMD:C_${inch}_${metric}Metric`,
    aliases: [`CAPC${metric}X${capacitorHeight}N`, `C${inch}`, `Cap ${inch}`],
  },
]);

/** Footprints of KiCad's own libraries; names of IPC-7351 are the aliases. */
export const FOOTPRINTS: readonly KnownPart[] = [
  ...CHIPS,
  { name: 'Diode_SMD:D_SOD-123', aliases: ['SOD3715X135N', 'SOD-123'] },
  { name: 'Package_TO_SOT_SMD:SOT-23', aliases: ['SOT95P240X110-3N', 'SOT-23-3'] },
  { name: 'Package_TO_SOT_SMD:SOT-223-3_TabPin2', aliases: ['SOT230P700X180-4N', 'SOT-223'] },
  { name: 'Package_SO:SOIC-8_3.9x4.9mm_P1.27mm', aliases: ['SOIC127P600X175-8N', 'SOIC-8', 'SO-8'] },
  { name: 'Package_SO:SOIC-14_3.9x8.7mm_P1.27mm', aliases: ['SOIC127P600X175-14N', 'SOIC-14', 'SO-14'] },
  { name: 'Package_SO:SOIC-16_3.9x9.9mm_P1.27mm', aliases: ['SOIC127P600X175-16N', 'SOIC-16', 'SO-16'] },
  { name: 'Package_QFP:TQFP-32_7x7mm_P0.8mm', aliases: ['QFP80P900X900X120-32N', 'TQFP-32'] },
  { name: 'Package_QFP:LQFP-48_7x7mm_P0.5mm', aliases: ['QFP50P900X900X160-48N', 'LQFP-48'] },
];
