import type { Declaration, DeclaredField } from './declarations.ts';

/** Fields that no author writes: where something was declared, and what was not known. */
const INTERNAL = new Set(['position', 'unknownKeys']);

/** The fields of an interface with those it inherits, but for the ones that `Omit` leaves out. */
export function fieldsOf(
  declarations: ReadonlyMap<string, Declaration>,
  { fields, extends: bases }: Declaration,
): readonly DeclaredField[] {
  const own = fields.filter(({ name }) => !INTERNAL.has(name));
  const inherited = bases.flatMap((base) => inheritedFields(declarations, base));
  const names = new Set(own.map(({ name }) => name));
  // What is said again without a word keeps the words of where it was said first.
  const described = own.map((field) => {
    const said = inherited.find(({ name }) => name === field.name);
    return said && field.doc === '' ? { ...field, doc: said.doc } : field;
  });
  return [...described, ...inherited.filter(({ name }) => !names.has(name))];
}

const OMIT = /^Omit< ?(\w+).*, ?((?:'\w+'(?: \| )?)+) ?>$/;
const PARTIAL = /^Partial<(\w+)>$/;

function inheritedFields(
  declarations: ReadonlyMap<string, Declaration>,
  base: string,
): readonly DeclaredField[] {
  const [, omittedFrom, omitted = ''] = OMIT.exec(base) ?? [];
  const [, partialOf] = PARTIAL.exec(base) ?? [];
  const name = omittedFrom ?? partialOf ?? base.replace(/<.*$/, '');
  const declaration = declarations.get(name);
  if (!declaration) return [];
  const left = new Set([...omitted.matchAll(/'(\w+)'/g)].map(([, field]) => field));
  const fields = fieldsOf(declarations, declaration).filter((field) => !left.has(field.name));
  return partialOf ? fields.map((field) => ({ ...field, isOptional: true })) : fields;
}
