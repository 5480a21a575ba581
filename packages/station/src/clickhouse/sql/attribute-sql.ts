import type { SqlParameters } from './sql-parameters.ts';

/** A field of a row in SQL. Both are of no user input but through parameters, and never NULL. */
export interface FieldSql {
  /** Its text; an empty one where it is not there. */
  readonly text: string;
  /** Whether it is there. */
  readonly isThere: string;
  /**
   * What holds where the text is `value`, which is not empty, in a form that indexes of the table can help with.
   * The text is compared all the same.
   */
  narrowed?(value: string): string;
}

/**
 * A name may lead into objects at each of its dots; beyond so many of them it does not, since the ways double with
 * every dot.
 */
const MAX_DOTS = 5;

/**
 * An attribute in a column of the type `Map(String, String)`, in which objects are JSON: the one with the whole name,
 * or where a dot leads into an object, the one in there. The same as `attributeText` says of objects.
 */
export function attributeSql(column: string, name: string, parameters: SqlParameters): FieldSql {
  const whole = `${column}[${parameters.text(name)}]`;
  const hasWhole = `mapContains(${column}, ${parameters.text(name)})`;
  const inner = pathsOf(name).map((path) => innerSql(column, path, parameters));
  if (inner.length === 0)
    return { text: whole, isThere: hasWhole, narrowed: (value) => `${whole} = ${parameters.text(value)}` };
  const branches = inner.flatMap(({ isThere, text }) => [isThere, text]).join(', ');
  const outers = new Set(inner.map(({ hasOuter }) => hasOuter));
  return {
    text: `multiIf(${hasWhole}, ${whole}, ${branches}, '')`,
    isThere: `(${[hasWhole, ...inner.map(({ isThere }) => isThere)].join(' OR ')})`,
    narrowed: (value) => `(${whole} = ${parameters.text(value)} OR ${[...outers].join(' OR ')})`,
  };
}

interface InnerSql {
  readonly hasOuter: string;
  readonly isThere: string;
  readonly text: string;
}

/** What is at a path: the first name is that of the attribute, the others lead into its JSON. */
function innerSql(column: string, [outer, ...names]: readonly string[], parameters: SqlParameters): InnerSql {
  const json = `${column}[${parameters.text(outer)}]`;
  const at = [json, ...names.map((name) => parameters.text(name))].join(', ');
  return {
    hasOuter: `mapContains(${column}, ${parameters.text(outer)})`,
    isThere: `JSONHas(${at})`,
    text: `if(JSONType(${at}) = 'String', JSONExtractString(${at}), JSONExtractRaw(${at}))`,
  };
}

/** The ways into objects that a name can mean, in the order in which they are tried. */
function pathsOf(name: string): string[][] {
  return splitsOf(name.split('.').slice(0, MAX_DOTS + 1), name).filter((path) => path.length > 1);
}

/** All ways to cut a name at its dots; the whole name first, then the shortest first part. */
function splitsOf(parts: readonly string[], name: string): string[][] {
  const paths = [[name]];
  let end = -1;
  for (let count = 1; count < parts.length; count++) {
    end = name.indexOf('.', end + 1);
    const rest = splitsOf(parts.slice(count), name.slice(end + 1));
    paths.push(...rest.map((path) => [name.slice(0, end), ...path]));
  }
  return paths;
}
