import type { KnownPart } from './known-parts.ts';

/** The best candidate for a name, and how sure it is: from 0, nothing in common, to 1, the same name. */
export interface Match {
  readonly name: string;
  readonly score: number;
}

/** Finds the known part that is most like a name. Names repeat, so answers are remembered. */
export function createMatcher(parts: readonly KnownPart[]): (name: string) => Match {
  const known = parts.flatMap(({ name, aliases }) =>
    [name.slice(name.indexOf(':') + 1), ...aliases].map((text) => ({ name, words: wordsOf(text) })),
  );
  const answers = new Map<string, Match>();
  return (name) => {
    const answer = answers.get(name) ?? bestMatch(wordsOf(name), known);
    answers.set(name, answer);
    return answer;
  };
}

function bestMatch(
  words: readonly string[],
  known: readonly { readonly name: string; readonly words: readonly string[] }[],
): Match {
  let best: Match = { name: '', score: 0 };
  for (const candidate of known) {
    const score = similarity(words, candidate.words);
    if (score > best.score) best = { name: candidate.name, score };
  }
  return best;
}

/** `SOIC127P600X175-8N` is soic 127 p 600 x 175 8 n. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]+|\d+/g) ?? [];
}

/** What two names share of both (Dice). A number says more than a word: LM317 is no LM358. */
function similarity(left: readonly string[], right: readonly string[]): number {
  const shared = left.filter((word) => right.includes(word));
  return Math.min(1, (2 * weight(shared)) / (weight(left) + weight(right) || 1));
}

function weight(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + (/\d/.test(word) ? 2 : 1), 0);
}
