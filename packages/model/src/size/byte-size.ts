/** Powers of 1024, as Prometheus reads them, whether written KB or KiB. */
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Reads a size such as `512MB`, `1.5GiB` or `1048576` (bytes); `undefined` for anything else. */
export function parseByteSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?(?:([KMGTP])i?)?(B)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, digits, prefix = '', letter] = match;
  if (prefix !== '' && letter === undefined) return undefined;
  const power = UNITS.indexOf(`${prefix}B`);
  return Math.round(Number(digits) * 1024 ** power);
}

/** Prints bytes with three digits, such as `1.46 GB`; a GB is 1024³ bytes. */
export function formatByteSize(bytes: number): string {
  let power = 0;
  while (power < UNITS.length - 1 && Math.abs(bytes) >= 1024 ** (power + 1)) power++;
  const value = bytes / 1024 ** power;
  const decimals = power === 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return `${value.toFixed(decimals)} ${UNITS[power]}`;
}
