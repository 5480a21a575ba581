/** An object type without properties, whose `keyof` is `never`: no labels, no metrics, no targets. */
// oxlint-disable-next-line typescript/no-empty-object-type
export type Empty = {};
