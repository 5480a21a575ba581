/** Something that Prometheus' API has and a station does not offer: answered as `unavailable` with the message. */
export class UnavailableError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnavailableError';
  }
}
