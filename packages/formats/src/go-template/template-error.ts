/** Why a template cannot be read or rendered. */
export class TemplateError extends Error {
  /** Offset in the template's text; absent where only rendering finds the fault. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}
