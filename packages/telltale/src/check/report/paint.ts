/** Puts terminal colours around texts, or does not. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly blue: (text: string) => string;
}

/** Colours where `useColor` is set, else the texts as they are. */
export function createPaint(useColor: boolean): Paint {
  const paint = (code: number) => (text: string) => (useColor ? `\u001B[${code}m${text}\u001B[0m` : text);
  return {
    bold: paint(1),
    dim: paint(2),
    red: paint(31),
    yellow: paint(33),
    green: paint(32),
    blue: paint(34),
  };
}
