/**
 * A part of a request that is the same in most requests of a program. It is recognised by its `key`, which costs
 * little, and read only where it is new.
 */
export interface RepeatedPart<Content> {
  /** Equal keys mean equal content; equal content may have several keys. */
  readonly key: string;
  /** Whether its key has these bytes, a character each; costs less than to make it. */
  matches(bytes: DataView, start: number, end: number): boolean;
  read(): Content;
}
