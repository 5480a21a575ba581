/** What is searched: a metric's name, and what it says of itself. */
export interface Searchable {
  readonly name: string;
  readonly help: string;
}

/**
 * How well a metric fits a search, the higher the better; 0 for not at all. The name itself comes before names that
 * begin with the text, those with a word that does, those that hold it, those that it abbreviates, and those whose
 * help has it. Several words must all fit.
 */
export function rankMetric({ name, help }: Searchable, search: string): number {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return 1;
  const lowerName = name.toLowerCase();
  const lowerHelp = help.toLowerCase();
  const ranks = words.map((word) => rankWord(lowerName, lowerHelp, word));
  return Math.min(...ranks);
}

function rankWord(name: string, help: string, word: string): number {
  if (name === word) return 6;
  if (name.startsWith(word)) return 5;
  if (name.includes(`_${word}`) || name.includes(`:${word}`)) return 4;
  if (name.includes(word)) return 3;
  if (isAbbreviation(word, name)) return 2;
  return help.includes(word) ? 1 : 0;
}

/** Whether the text is made of beginnings of the name's words, in their order: `hrd` of `http_request_duration`. */
function isAbbreviation(letters: string, name: string): boolean {
  const words = name.split(/[_:]/);
  // Ends of what was read so far that one word after the other may leave.
  let reached = new Set([0]);
  for (const word of words) {
    const next = new Set(reached);
    for (const from of reached) {
      for (
        let length = 1;
        from + length <= letters.length && word.startsWith(letters.slice(from, from + length));
        length++
      ) {
        next.add(from + length);
      }
    }
    reached = next;
  }
  return reached.has(letters.length);
}
