/**
 * How names that are not plain ones are written: as they are, in quotes (`allow-utf-8`), or as plain
 * names: other characters become `_` (`underscores`), are told apart from it (`dots`), or can be read
 * back (`values`).
 */
export type EscapingScheme = 'allow-utf-8' | 'underscores' | 'dots' | 'values';

const SCHEMES: readonly EscapingScheme[] = ['allow-utf-8', 'underscores', 'dots', 'values'];
const PLAIN = { metric: /^[a-zA-Z_:][a-zA-Z0-9_:]*$/, label: /^[a-zA-Z_][a-zA-Z0-9_]*$/ } as const;

/** What a name is the name of: only metrics may have colons. */
export type NameKind = keyof typeof PLAIN;

export function isEscapingScheme(text: string | undefined): text is EscapingScheme {
  return SCHEMES.some((scheme) => scheme === text);
}

/** Whether a name can stand in text without quotes. */
export function isPlainName(name: string, kind: NameKind): boolean {
  return PLAIN[kind].test(name);
}

/** A name under a scheme; no label gets the name of the one that holds the metric's name. */
export function escapeName(name: string, kind: NameKind, scheme: EscapingScheme): string {
  const escaped = escapeUnder(name, kind, scheme);
  return kind === 'label' && escaped === '__name__' ? escapeUnder(name, kind, 'values') : escaped;
}

function escapeUnder(name: string, kind: NameKind, scheme: EscapingScheme): string {
  if (scheme === 'allow-utf-8' || (scheme !== 'dots' && isPlainName(name, kind))) return name;
  const characters = Array.from(name.toWellFormed(), (character, index) => {
    const isAllowed = isPlainName(index === 0 ? character : `_${character}`, kind);
    return isAllowed && character !== '_' ? character : escapeCharacter(character, scheme);
  });
  return (scheme === 'values' ? 'U__' : '') + characters.join('');
}

function escapeCharacter(character: string, scheme: Exclude<EscapingScheme, 'allow-utf-8'>): string {
  if (scheme === 'underscores') return '_';
  if (character === '_') return '__';
  if (scheme === 'dots') return character === '.' ? '_dot_' : '__';
  return `_${character.codePointAt(0)?.toString(16) ?? ''}_`;
}
