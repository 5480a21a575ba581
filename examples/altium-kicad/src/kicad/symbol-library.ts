/** A symbol that stands by itself: it extends no other. */
export interface KicadSymbol {
  readonly name: string;
  readonly reference: string;
  /** `Library:Name` of the footprint. */
  readonly footprint: string;
  readonly value: string;
  readonly pinCount: number;
  /** Further fields by name. */
  readonly fields: Readonly<Record<string, string>>;
}

const FONT = '(effects (font (size 1.27 1.27)))';
const HIDDEN = '(effects (font (size 1.27 1.27)) hide)';
const PITCH_MM = 2.54;

/** The text of a `.kicad_sym` file in the format of KiCad 6. */
export function printSymbolLibrary(symbols: readonly KicadSymbol[]): string {
  const head = '(kicad_symbol_lib (version 20211014) (generator altium_kicad_migration)';
  return `${[head, ...symbols.map(printSymbol)].join('\n')}\n)\n`;
}

function printSymbol(symbol: KicadSymbol): string {
  const { name, reference, value, footprint, pinCount, fields } = symbol;
  const halfHeight = (Math.ceil(pinCount / 2) * PITCH_MM) / 2;
  const shown = { Reference: reference, Value: value };
  const properties = Object.entries({ ...shown, Footprint: footprint, ...fields }).map(([key, text], id) => {
    const y = id === 0 ? halfHeight + PITCH_MM : -halfHeight - PITCH_MM;
    const effects = key in shown ? FONT : HIDDEN;
    return `    (property ${quoted(key)} ${quoted(text)} (id ${id}) (at 0 ${y.toFixed(2)} 0) ${effects})`;
  });
  const body = `(rectangle (start -5.08 ${halfHeight.toFixed(2)}) (end 5.08 ${(-halfHeight).toFixed(2)})`;
  return [
    `  (symbol ${quoted(name)} (in_bom yes) (on_board yes)`,
    ...properties,
    `    (symbol ${quoted(`${name}_1_1`)}`,
    `      ${body} (stroke (width 0.254) (type default)) (fill (type background)))`,
    ...Array.from({ length: pinCount }, (_, index) => printPin(index, pinCount, halfHeight)),
    '    )\n  )',
  ].join('\n');
}

/** Counted as on a package: down the left side, up the right one. */
function printPin(index: number, pinCount: number, halfHeight: number): string {
  const perSide = Math.ceil(pinCount / 2);
  const isLeft = index < perSide;
  const row = isLeft ? index : pinCount - 1 - index;
  const y = (halfHeight - PITCH_MM / 2 - row * PITCH_MM).toFixed(2);
  const at = isLeft ? `(at -7.62 ${y} 0)` : `(at 7.62 ${y} 180)`;
  return `      (pin passive line ${at} (length 2.54) (name "~" ${FONT}) (number "${index + 1}" ${FONT}))`;
}

function quoted(text: string): string {
  const escaped = text.replaceAll(/[\\"]/g, String.raw`\$&`).replaceAll(/[\n\r\t]+/g, ' ');
  return `"${escaped}"`;
}
