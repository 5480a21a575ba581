import type { IncomingMessage, ServerResponse } from 'node:http';

/** A page that is answered here and not by the application: metrics, health. */
export interface OwnPage {
  /** Where it is, as far as that is known from the start. */
  readonly paths: readonly string[];
  /** Whether the target of a request, a path with or without a query, is this page. */
  has(target: string): boolean;
  /** Answers a request of `node:http`. Never throws. */
  answer(request: IncomingMessage, response: ServerResponse): void;
  /** Answers a request of `fetch`. Never rejects. */
  respond(request: Request): Promise<Response>;
}

/** The pages of our own on the server of an application. */
export class OwnPages {
  readonly #pages: readonly OwnPage[];

  constructor(pages: readonly OwnPage[]) {
    this.#pages = pages;
  }

  /** Whether the target of a request is one of the pages. */
  has(target: string | undefined): boolean {
    return this.#find(target) !== undefined;
  }

  /** Answers a request for one of the pages; `false` where it is for something else. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const page = this.#find(request.url);
    page?.answer(request, response);
    return page !== undefined;
  }

  /** The page at a path for a request of `fetch`; `undefined` where it is for something else. */
  respond(path: string, request: Request): Promise<Response> | undefined {
    return this.#find(path)?.respond(request);
  }

  #find(target: string | undefined): OwnPage | undefined {
    return target === undefined ? undefined : this.#pages.find((page) => page.has(target));
  }
}
