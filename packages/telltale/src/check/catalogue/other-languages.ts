/** Shorter last parts (`total`, `count`) stand in every program. */
const MIN_PART_LENGTH = 8;

/** Libraries that export metrics whose names stand in no program: `http_requests_total` and the like. */
const INSTRUMENTATION = /prometheus|micrometer|opentelemetry|statsd/i;

/** First words that any program, and any library, may use for its metrics. */
const COMMON_FIRST_WORDS: ReadonlySet<string> = new Set(
  `active api app application cache client database db error errors event events grpc http https job jobs memory
  message messages queue request requests rpc server service task tasks total user users worker`.split(/\s+/),
);

/** Whether the first word of a name says nothing of where the metric comes from. */
export function isCommonName(name: string): boolean {
  return COMMON_FIRST_WORDS.has(name.split('_', 1)[0]);
}

/**
 * A search for metric names in programs of languages that are not read. Such a program may declare
 * the same metric with other labels; clients for Go join a name of parts, so its end counts too.
 * Where such a program is instrumented at all, every common name may be one of its metrics.
 */
export function createMentionSearch(programs: readonly string[]): (name: string) => boolean {
  const known = new Map<string, boolean>();
  const isInstrumented = programs.some((text) => INSTRUMENTATION.test(text));
  return (name) => {
    if (isInstrumented && isCommonName(name)) return true;
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
