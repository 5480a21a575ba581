/** Words that Prometheus' translation has for units of UCUM. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ['d', 'days'],
  ['h', 'hours'],
  ['min', 'minutes'],
  ['s', 'seconds'],
  ['ms', 'milliseconds'],
  ['us', 'microseconds'],
  ['ns', 'nanoseconds'],
  ['By', 'bytes'],
  ['KiBy', 'kibibytes'],
  ['MiBy', 'mebibytes'],
  ['GiBy', 'gibibytes'],
  ['TiBy', 'tibibytes'],
  ['KBy', 'kilobytes'],
  ['MBy', 'megabytes'],
  ['GBy', 'gigabytes'],
  ['TBy', 'terabytes'],
  ['m', 'meters'],
  ['V', 'volts'],
  ['A', 'amperes'],
  ['J', 'joules'],
  ['W', 'watts'],
  ['g', 'grams'],
  ['Cel', 'celsius'],
  ['Hz', 'hertz'],
  ['%', 'percent'],
  ['1', ''],
]);

/** What stands behind the slash of a unit. */
const PER_UNITS: ReadonlyMap<string, string> = new Map([
  ['s', 'second'],
  ['m', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
  ['w', 'week'],
  ['mo', 'month'],
  ['y', 'year'],
]);

/** The words of a unit that become the end of a name: `s` is `seconds`, `By/s` is `bytes` and `per_second`. */
export function unitWords(unit: string): readonly string[] {
  const [main, ...rest] = unit.replaceAll(/\{[^}]*\}/g, '').split('/');
  const per = rest.join('/').trim();
  const mainWord = wordOf(main.trim(), UNITS);
  const perWord = wordOf(per, PER_UNITS);
  return [mainWord, perWord && `per_${perWord}`].filter((word) => word !== '');
}

function wordOf(unit: string, words: ReadonlyMap<string, string>): string {
  return words.get(unit) ?? unit.replaceAll(/[^a-zA-Z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
}
