import { LabelSet } from '../labels/label-set.ts';
import { unescape } from './escapes.ts';

/** A position in the text of one series: `name{a="b"}`. */
class SeriesReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** Takes the character if it is next, after blanks. */
  take(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  expect(character: string, where: string): void {
    if (!this.take(character)) throw new SeriesTextError(`expected ${character} ${where}`);
  }

  /** A name without quotes; colons are for metric names. */
  name(allowColon: boolean): string {
    this.#skipBlanks();
    const start = this.#at;
    while (isNameCharacter(this.#text.charCodeAt(this.#at), this.#at > start, allowColon)) this.#at++;
    return this.#text.slice(start, this.#at);
  }

  /** A quoted text, when a quote is next. */
  quoted(): string | undefined {
    if (!this.take('"')) return undefined;
    const start = this.#at;
    for (let i = start; i < this.#text.length; i++) {
      if (this.#text[i] === '\\') i++;
      else if (this.#text[i] === '"') {
        this.#at = i + 1;
        return unescape(this.#text.slice(start, i));
      }
    }
    throw new SeriesTextError('a quote is not closed');
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at++;
  }
}

/** What is wrong with the text of a series; the line is known to the caller. */
export class SeriesTextError extends Error {}

/**
 * Reads the text of a series as it stands in an exposition: `name{a="b"}`, or with a quoted UTF-8
 * name `{"my.name", a="b"}`.
 *
 * @throws SeriesTextError
 */
export function parseSeriesText(text: string): LabelSet {
  return LabelSet.from(readEntries(text));
}

/**
 * Names of labels that stand in the text with an empty value. For a series they are the same as no label at all; a
 * scraper that honours labels does not put the target's in their place.
 *
 * @throws SeriesTextError
 */
export function emptyLabelsOf(text: string): string[] {
  if (!text.includes('""')) return [];
  return readEntries(text).flatMap(([name, value]) => (value === '' ? [name] : []));
}

function readEntries(text: string): [string, string][] {
  const reader = new SeriesReader(text);
  const entries: [string, string][] = [];
  const names = new Set<string>();
  const add = (name: string, value: string) => {
    if (names.has(name)) throw new SeriesTextError(`the label ${JSON.stringify(name)} appears twice`);
    names.add(name);
    entries.push([name, value]);
  };
  const metric = reader.name(true);
  if (metric !== '') add('__name__', metric);
  if (reader.take('{')) readLabels(reader, add);
  if (!reader.isAtEnd) throw new SeriesTextError('the metric name has a character it may not have');
  if (!names.has('__name__')) throw new SeriesTextError('the metric has no name');
  return entries;
}

function readLabels(reader: SeriesReader, add: (name: string, value: string) => void): void {
  while (!reader.take('}')) {
    const quotedName = reader.quoted();
    const name = quotedName ?? reader.name(false);
    if (name === '') throw new SeriesTextError('expected a label name');
    if (reader.take('=')) {
      const value = reader.quoted();
      if (value === undefined) throw new SeriesTextError(`the value of ${name} is not in quotes`);
      add(name, value);
    } else if (quotedName !== undefined) {
      add('__name__', quotedName);
    } else {
      throw new SeriesTextError(`expected = after the label name ${name}`);
    }
    if (reader.take(',')) continue;
    reader.expect('}', 'after the labels');
    return;
  }
}

function isNameCharacter(code: number, isLater: boolean, allowColon: boolean): boolean {
  const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
  return isLetter || (code === 58 && allowColon) || (isLater && code >= 48 && code <= 57);
}

/** Where the text of a series ends in a line: after its labels, or at the first blank; -1 if the labels do not end. */
export function endOfSeries(line: string): number {
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 123) return endOfLabels(line, i);
    if (code !== 32 && code !== 9) continue;
    // Blanks may stand between the name and its labels.
    let next = i;
    while (line[next] === ' ' || line[next] === '\t') next++;
    return line[next] === '{' ? endOfLabels(line, next) : i;
  }
  return line.length;
}

function endOfLabels(line: string, open: number): number {
  let isQuoted = false;
  for (let i = open + 1; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (isQuoted && code === 92) i++;
    else if (code === 34) isQuoted = !isQuoted;
    else if (code === 125 && !isQuoted) return i + 1;
  }
  return -1;
}
