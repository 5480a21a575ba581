import { request as requestHttp } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { ClientHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** More of the headers of an answer is not read. */
const MAX_HEADER_BYTES = 32 * 1024;

/** What is asked over a connection. */
export interface HttpQuestion {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** The beginning of an answer. */
export interface HttpAnswer {
  readonly status: number;
  /** 1, 1.1 or 2. */
  readonly version: number;
  readonly headers: IncomingHttpHeaders;
  /** As the server said it; -1 where it did not. */
  readonly contentLength: number;
  /** Fails where the connection ends before the body. */
  readonly body: Readable;
}

/** Asks once over a connection of its own, which is not used again. Rejects where no answer begins. */
export function askHttp1(socket: Socket, question: HttpQuestion): Promise<HttpAnswer> {
  const { url, method, headers, body } = question;
  return new Promise((resolve, reject) => {
    const request = requestHttp({
      createConnection: () => socket,
      method,
      path: url.pathname + url.search,
      headers: { host: url.host, connection: 'close', ...headers },
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    request.on('response', (response) => resolve(answerOfHttp1(response, method)));
    request.on('error', reject);
    request.end(body);
  });
}

function answerOfHttp1(response: IncomingMessage, method: string): HttpAnswer {
  const { statusCode: status = 0, headers, httpVersion } = response;
  const isEmpty = method !== 'HEAD' && (status === 204 || status === 304);
  return {
    status,
    version: Number(httpVersion),
    headers,
    contentLength: isEmpty ? 0 : contentLengthOf(headers),
    body: response,
  };
}

/** The same over HTTP/2. */
export function askHttp2(socket: Socket, question: HttpQuestion): Promise<HttpAnswer> {
  const { url, method, headers, body } = question;
  const session: ClientHttp2Session = connectHttp2(url.origin, {
    createConnection: () => socket,
    settings: { enablePush: false, maxHeaderListSize: MAX_HEADER_BYTES },
  });
  return new Promise((resolve, reject) => {
    session.on('error', reject);
    session.on('close', () => reject(new Error('the connection was closed early')));
    const stream = session.request(
      { ...headers, ':method': method, ':path': url.pathname + url.search, ':authority': url.host },
      { endStream: body === undefined },
    );
    stream.on('error', reject);
    stream.on('response', (fields) => {
      const { ':status': status = 0, ...others } = fields;
      // Without a body the stream has ended with the headers.
      const isEnded = stream.readableEnded || stream.state.remoteClose === 1;
      const contentLength = contentLengthOf(others);
      resolve({
        status,
        version: 2,
        headers: others,
        contentLength: contentLength < 0 && isEnded && method !== 'HEAD' ? 0 : contentLength,
        body: stream,
      });
    });
    if (body !== undefined) stream.end(body);
  });
}

function contentLengthOf(headers: IncomingHttpHeaders): number {
  const { 'content-length': text, 'transfer-encoding': coding } = headers;
  if (text === undefined || coding !== undefined) return -1;
  const length = Number(text);
  return Number.isSafeInteger(length) && length >= 0 ? length : -1;
}
