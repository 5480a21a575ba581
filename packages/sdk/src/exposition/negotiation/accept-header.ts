/** One thing that a client accepts. */
export interface AcceptEntry {
  /** A media type or a coding, in lower case. */
  readonly value: string;
  /** In lower case, without `q`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** From 0, refused, to 1. */
  readonly quality: number;
}

/** A parameter; its value may be in quotes. */
const PARAMETER = /^([^=\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(\S*))$/;

/** Reads an Accept or Accept-Encoding header, the most wanted first. What it cannot read is left out; never throws. */
export function parseAccept(header: string | readonly string[] | undefined): readonly AcceptEntry[] {
  return splitOutsideQuotes(String(header ?? ''), ',')
    .flatMap((text) => parseEntry(text) ?? [])
    .toSorted((left, right) => right.quality - left.quality);
}

function parseEntry(text: string): AcceptEntry | undefined {
  const [value, ...rest] = splitOutsideQuotes(text, ';').map((part) => part.trim().toLowerCase());
  if (value === '') return undefined;
  const parameters = new Map<string, string>();
  let quality = 1;
  for (const part of rest) {
    const match = PARAMETER.exec(part);
    if (!match) continue;
    const content = match[2]?.replaceAll(/\\(.)/g, '$1') ?? match[3];
    if (match[1] === 'q') quality = parseQuality(content);
    else if (!parameters.has(match[1])) parameters.set(match[1], content);
  }
  return { value, parameters, quality };
}

/** What is no quality refuses. */
function parseQuality(text: string): number {
  return /^(?:0(?:\.\d*)?|1(?:\.0*)?|\.\d+)$/.test(text) ? Number(text) : 0;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  if (!text.includes('"')) return text.split(separator);
  const parts: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (isQuoted && text[i] === '\\') i++;
    else if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === separator && !isQuoted) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
