/** What the editors hold, and which of them is written in. */
export interface Drafts {
  readonly texts: readonly string[];
  readonly active: number;
}

/** Queries that one page asks at most: beyond that nobody can read the answers. */
export const MAX_QUERIES = 8;

/** Editors for what was asked; there is always one. */
export function draftsOf(queries: readonly string[], active = 0): Drafts {
  const texts = queries.length === 0 ? [''] : queries.slice(0, MAX_QUERIES);
  return { texts, active: Math.min(active, texts.length - 1) };
}

/** Another text in one editor. */
export function withText({ texts }: Drafts, index: number, text: string): Drafts {
  return { texts: texts.map((one, i) => (i === index ? text : one)), active: index };
}

/** A query where there is room for it: the empty editor that is written in, another empty one, or a new one. */
export function withQuery(drafts: Drafts, query: string): Drafts {
  const isEmpty = (text: string | undefined): boolean => text?.trim() === '';
  const free = isEmpty(drafts.texts[drafts.active]) ? drafts.active : drafts.texts.findIndex(isEmpty);
  if (free >= 0) return withText(drafts, free, query);
  if (drafts.texts.length >= MAX_QUERIES) return withText(drafts, drafts.active, query);
  return { texts: [...drafts.texts, query], active: drafts.texts.length };
}

/** One editor less. */
export function without({ texts, active }: Drafts, index: number): Drafts {
  const rest = texts.filter((_, i) => i !== index);
  return draftsOf(rest, active > index ? active - 1 : active);
}

/** The editors as they are once they are asked: an empty one asks nothing, and goes. */
export function withoutEmpty({ texts, active }: Drafts): Drafts {
  const isAsked = (text: string): boolean => text.trim() !== '';
  const before = texts.slice(0, active).filter(isAsked).length;
  return draftsOf(
    texts.filter(isAsked).map((text) => text.trim()),
    before,
  );
}

/** What is to be asked. */
export function queriesOf(drafts: Drafts): readonly string[] {
  return withoutEmpty(drafts).texts.filter((text) => text !== '');
}
