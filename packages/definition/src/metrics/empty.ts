/** An object type without properties, whose `keyof` is `never`: no labels, no metrics, no targets. */
export type Empty = {}; // oxlint-disable-line typescript/no-empty-object-type
