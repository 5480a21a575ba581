import { perUnitWord, unitWord } from '@telltale/model';

/** A unit in words: what is measured, and `per_…` where it is measured by something. Empty where there is nothing. */
export interface UnitWords {
  readonly main: string;
  readonly per: string;
}

/** The words of a unit of UCUM. What stands in braces says what is counted, and is no unit. */
export function unitWords(unit: string): UnitWords {
  const slash = unit.indexOf('/');
  const main = wordOf(slash < 0 ? unit : unit.slice(0, slash), unitWord);
  const per = slash < 0 ? '' : wordOf(unit.slice(slash + 1), perUnitWord);
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

function wordOf(text: string, known: (unit: string) => string | undefined): string {
  const unit = text.trim();
  return /[{}]/.test(unit) ? '' : (known(unit) ?? unit);
}
