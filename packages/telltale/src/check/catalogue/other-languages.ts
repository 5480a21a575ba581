/** Shorter last parts (`total`, `count`) stand in every program. */
const MIN_PART_LENGTH = 8;

/**
 * A search for metric names in programs of languages that are not read. Such a program may declare
 * the same metric with other labels; clients for Go join a name of parts, so its end counts too.
 */
export function createMentionSearch(programs: readonly string[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    let isMentioned = known.get(name);
    if (isMentioned === undefined) {
      const parts = endsOf(name);
      isMentioned = programs.some((text) => parts.some((part) => isQuotedIn(text, part)));
      known.set(name, isMentioned);
    }
    return isMentioned;
  };
}

/** `http_requests_total`, `requests_total`. */
function endsOf(name: string): readonly string[] {
  const words = name.split('_');
  const ends = words.map((_, index) => words.slice(index).join('_'));
  return ends.filter((end, index) => index === 0 || (end.length >= MIN_PART_LENGTH && end.includes('_')));
}

function isQuotedIn(text: string, part: string): boolean {
  return ['"', "'", '`'].some((quote) => text.includes(quote + part + quote));
}
