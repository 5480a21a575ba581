/** A parameter is missing or wrong: answered with HTTP 400 and the message. */
export class BadRequestError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadRequestError';
  }
}
