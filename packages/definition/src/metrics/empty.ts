/** An object type whose `keyof` is `never`: no labels, no metrics, no targets. */
// oxlint-disable-next-line typescript/no-empty-object-type
/** An object type without properties. */
export type Empty = {};
