import { perUnitWord, unitWord } from '@telltale/model';

/** The words of a unit that become the end of a name: `s` is `seconds`, `By/s` is `bytes` and `per_second`. */
export function unitWords(unit: string): readonly string[] {
  const [main, ...rest] = unit.replaceAll(/\{[^}]*\}/g, '').split('/');
  const per = rest.join('/').trim();
  const mainWord = wordOf(main.trim(), unitWord);
  const perWord = wordOf(per, perUnitWord);
  return [mainWord, perWord && `per_${perWord}`].filter((word) => word !== '');
}

function wordOf(unit: string, known: (unit: string) => string | undefined): string {
  return known(unit) ?? unit.replaceAll(/[^a-zA-Z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
}
