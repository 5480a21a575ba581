/** The tag of a field that is a varint: a whole number, an enumeration or a yes or no. */
export function varintField(number: number): number {
  return number << 3;
}

/** The tag of a field with eight bytes: a moment or a double. */
export function wideField(number: number): number {
  return (number << 3) | 1;
}

/** The tag of a field with a length before it: a text, an id or a message. */
export function lengthField(number: number): number {
  return (number << 3) | 2;
}
