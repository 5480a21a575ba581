/** Units of UCUM that are in use, as Prometheus writes them. */
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
  ['1', ''],
  ['%', 'percent'],
]);

/** What something is counted by, behind a slash. */
const PER_UNITS: ReadonlyMap<string, string> = new Map([
  ['s', 'second'],
  ['m', 'minute'],
  ['h', 'hour'],
  ['d', 'day'],
  ['w', 'week'],
  ['mo', 'month'],
  ['y', 'year'],
]);

/** A unit in words: what is measured, and `per_…` where it is measured by something. Empty where there is nothing. */
export interface UnitWords {
  readonly main: string;
  readonly per: string;
}

/** The words of a unit of UCUM. What stands in braces says what is counted, and is no unit. */
export function unitWords(unit: string): UnitWords {
  const slash = unit.indexOf('/');
  const main = wordOf(slash < 0 ? unit : unit.slice(0, slash), UNITS);
  const per = slash < 0 ? '' : wordOf(unit.slice(slash + 1), PER_UNITS);
  return { main, per: per === '' ? '' : `per_${per}` };
}

/** A unit as the metadata of a metric has it. */
export function unitName(unit: string): string {
  const { main, per } = unitWords(unit);
  return [plain(main), plain(per)]
    .filter((word) => word !== '')
    .join('_')
    .replace(/_$/, '');
}

/** A word with nothing but letters, digits, colons and single underscores. */
export function plain(word: string): string {
  return word.replaceAll(/[^a-zA-Z0-9:]+/g, '_').replace(/^_/, '');
}

function wordOf(text: string, words: ReadonlyMap<string, string>): string {
  const unit = text.trim();
  return /[{}]/.test(unit) ? '' : (words.get(unit) ?? unit);
}
