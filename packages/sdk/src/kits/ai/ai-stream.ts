import type { AiCall } from './ai-call.ts';
import { fieldOf } from './field-of.ts';

/** Whether an answer is streamed: read with `for await`. */
export function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof fieldOf(answer, Symbol.asyncIterator) === 'function';
}

/** Records a streamed answer while it is read. The stream stays the same object with all its methods. */
export function watchStream(stream: AsyncIterable<unknown>, call: AiCall): void {
  const isAborted = () => fieldOf(stream, 'controller', 'signal', 'aborted') === true;
  // The streams of OpenAI's and Anthropic's clients make all their iterators by this function.
  const key = typeof Reflect.get(stream, 'iterator') === 'function' ? 'iterator' : Symbol.asyncIterator;
  const makeIterator: unknown = Reflect.get(stream, key);
  if (typeof makeIterator !== 'function') return;
  Reflect.set(stream, key, () =>
    watchedIterator(Reflect.apply(makeIterator, stream, []) as AsyncIterator<unknown>, call, isAborted),
  );
}

function watchedIterator(
  source: AsyncIterator<unknown>,
  call: AiCall,
  isAborted: () => boolean,
): AsyncIterableIterator<unknown> {
  const watched: AsyncIterableIterator<unknown> = {
    next: async () => {
      try {
        const result = await source.next();
        if (result.done) call.close(isAborted());
        else call.part(result.value);
        return result;
      } catch (error) {
        call.fail(error);
        throw error;
      }
    },
    return: async (value: unknown) => {
      call.close(true);
      return source.return ? source.return(value) : { done: true, value };
    },
    [Symbol.asyncIterator]: () => watched,
  };
  return watched;
}

/** A copy of a web stream that records what passes through it, and reads no further than it is read. */
export function watchedWebStream<Part>(stream: ReadableStream<Part>, call: AiCall): ReadableStream<Part> {
  const reader = stream.getReader();
  return new ReadableStream<Part>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read();
          if (done) {
            call.close(false);
            controller.close();
          } else {
            call.part(value);
            controller.enqueue(value);
          }
        } catch (error) {
          call.fail(error);
          throw error;
        }
      },
      cancel: (reason) => {
        call.close(true);
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
