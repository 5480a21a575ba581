/** Something that Prometheus' API has and a station does not offer: answered with HTTP 503 and the message. */
export class UnavailableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnavailableError';
  }
}
