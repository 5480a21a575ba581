/** A value of an attribute, as OpenTelemetry has them: what JSON can carry. */
export type AttributeValue =
  | string
  | number
  | boolean
  | null
  | readonly AttributeValue[]
  | { readonly [key: string]: AttributeValue };

/**
 * What is known of a record, a span or the program that made it, by name. Names come from outside: objects with
 * attributes have no prototype (`Object.create(null)`), and are read by own names only.
 */
export interface Attributes {
  readonly [name: string]: AttributeValue;
}
