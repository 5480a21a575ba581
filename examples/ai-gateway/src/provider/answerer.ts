/** An answer that was found. */
export interface Answer {
  readonly text: string;
  /** Words that were read, and words that were said. */
  readonly promptTokens: number;
  readonly completionTokens: number;
}

interface Passage {
  readonly text: string;
  /** How often each word is in it. */
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

const BEST = 2;
const NOTHING = 'Nothing in the documents speaks of that.';

/**
 * Answers questions out of documents: the passages whose words are rare elsewhere and frequent in the question
 * (TF-IDF, cosine). It makes nothing up.
 */
export function createAnswerer(documents: readonly string[]): (question: string) => Answer {
  const passages = documents.flatMap(passagesOf);
  const spread = new Map<string, number>();
  for (const { counts } of passages)
    for (const word of counts.keys()) spread.set(word, (spread.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(passages.length / (spread.get(word) ?? Infinity));
  const weightOf = ({ counts, length }: Passage, word: string) =>
    ((counts.get(word) ?? 0) / length) * Math.max(0, rarity(word));

  return (question) => {
    const words = wordsOf(question);
    const asked = [...new Set(words)].filter((word) => spread.has(word));
    const scored = passages
      .map((passage) => ({ passage, score: asked.reduce((sum, word) => sum + weightOf(passage, word), 0) }))
      .filter(({ score }) => score > 0)
      .toSorted((a, b) => b.score - a.score)
      .slice(0, BEST);
    const text = scored.length === 0 ? NOTHING : scored.map(({ passage }) => passage.text).join(' ');
    return { text, promptTokens: words.length, completionTokens: wordsOf(text).length };
  };
}

/** Sentences of prose: code, tables and headings say little by themselves. */
function passagesOf(document: string): readonly Passage[] {
  const lines = document.replaceAll(/```[\s\S]*?```/g, '').split('\n');
  const prose = lines.map((line) => line.replace(/^[-\d.]+ /, '')).filter((line) => /^[A-Z]/.test(line));
  const sentences = prose.flatMap((line) => line.split(/(?<=[.:;])\s+/));
  return sentences.flatMap((text) => {
    const words = wordsOf(text);
    if (words.length < 5) return [];
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return [{ text, counts, length: Math.sqrt(words.length) }];
  });
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
