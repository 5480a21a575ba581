/** Scores of single letters found: together they prefer words begun, runs and early places. */
const WORD_START = 8;
const RUN = 5;
const LETTER = 1;
const MAX_LEAD_PENALTY = 6;
/** Letters strewn about a text mean nothing: of those that are not together so many begin words or follow another. */
const PLACED_SHARE = 0.6;

/**
 * How well a text answers what was typed: all letters must be there in their order, whatever the case and
 * whatever spaces, together or at the beginnings of words. More is better; `undefined` where they are not.
 */
export function fuzzyScore(typed: string, text: string): number | undefined {
  const wanted = typed.toLowerCase().replaceAll(/\s+/g, '');
  if (wanted === '') return 0;
  const lower = text.toLowerCase();
  const whole = lower.indexOf(typed.trim().toLowerCase());
  const letters = scoreLetters(wanted, text, lower);
  if (letters === undefined || (whole < 0 && letters.placed < wanted.length * PLACED_SHARE)) return undefined;
  const wholeBonus = whole < 0 ? 0 : 20 + (isWordStart(text, whole) ? 20 : 0) + (whole === 0 ? 10 : 0);
  // Of two that are otherwise alike the shorter one is meant.
  return letters.score + wholeBonus - Math.min(10, text.length / 20);
}

/** The best answers first; of equal ones those that stood first. */
export function rankBy<T>(
  typed: string,
  items: readonly T[],
  textsOf: (item: T) => readonly string[],
  bonusOf: (item: T) => number = () => 0,
): readonly T[] {
  return items
    .flatMap((item) => {
      const scores = textsOf(item).flatMap((text, index) => {
        const score = fuzzyScore(typed, text);
        // What it is called counts for more than what else is said of it.
        return score === undefined ? [] : [score - index * 4];
      });
      return scores.length === 0 ? [] : [{ item, score: Math.max(...scores) + bonusOf(item) }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

/** The score of letters found one by one, and how many of them begin a word or follow the one before. */
function scoreLetters(
  wanted: string,
  text: string,
  lower: string,
): { readonly score: number; readonly placed: number } | undefined {
  let score = 0;
  let placed = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = nextPlace(letter, text, lower, at + 1);
    if (next < 0) return undefined;
    const isRun = next === at + 1 && at >= 0;
    const isStart = isWordStart(text, next);
    if (isRun) score += RUN;
    if (isStart) score += WORD_START;
    if (isRun || isStart) placed++;
    if (at < 0) score -= Math.min(MAX_LEAD_PENALTY, next / 4);
    score += LETTER;
    at = next + letter.length - 1;
  }
  return { score, placed };
}

/** The next place right behind the last, else the next beginning of a word, else the next at all. */
function nextPlace(letter: string, text: string, lower: string, from: number): number {
  const first = lower.indexOf(letter, from);
  if (first <= from || isWordStart(text, first)) return first;
  for (let at = first; at >= 0; at = lower.indexOf(letter, at + 1)) {
    // A later beginning of a word may leave too few letters behind it: only near ones are preferred.
    if (at - first > 12) break;
    if (isWordStart(text, at)) return at;
  }
  return first;
}

function isWordStart(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text[at - 1];
  if (/[\s_\-./:{("]/.test(before)) return true;
  return /[a-z0-9]/.test(before) && /[A-Z]/.test(text[at]);
}
