import { AiCall } from './ai-call.ts';
import type { AiInstruments } from './ai-call.ts';
import { watchAnswer } from './ai-client.ts';
import { watchedWebStream } from './ai-stream.ts';

/** The part of a model of the AI SDK that names it. */
export interface ModelIdentity {
  readonly modelId: string;
  readonly provider: string;
}

/** A streamed answer of a model of the AI SDK. */
interface StreamResult {
  readonly stream: ReadableStream;
}

/** Middleware for `wrapLanguageModel` of the AI SDK. */
export interface AiMiddleware {
  readonly specificationVersion: 'v4';
  wrapGenerate<Result>(options: {
    readonly doGenerate: () => PromiseLike<Result>;
    readonly model: ModelIdentity;
  }): Promise<Result>;
  wrapStream<Result extends StreamResult>(options: {
    readonly doStream: () => PromiseLike<Result>;
    readonly model: ModelIdentity;
  }): Promise<Result>;
}

/** A model of the AI SDK. */
interface LanguageModel extends ModelIdentity {
  doGenerate: (...args: readonly unknown[]) => PromiseLike<unknown>;
  doStream: (...args: readonly unknown[]) => PromiseLike<StreamResult>;
}

/** Records the requests of the models that it is put around. */
export function createAiMiddleware(instruments: AiInstruments): AiMiddleware {
  const start = ({ provider, modelId }: ModelIdentity) =>
    // Providers name the interface as well: `openai.responses`.
    new AiCall(instruments, { provider: provider.split('.')[0], model: modelId });
  return {
    specificationVersion: 'v4',
    wrapGenerate: ({ doGenerate, model }) => watchAnswer(() => Promise.resolve(doGenerate()), start(model)),
    wrapStream: async ({ doStream, model }) => {
      const call = start(model);
      try {
        const result = await call.run(doStream);
        return { ...result, stream: watchedWebStream(result.stream, call) };
      } catch (error) {
        call.fail(error);
        throw error;
      }
    },
  };
}

/** Whether something is a model of the AI SDK. */
export function isLanguageModel(value: object): value is LanguageModel {
  return (
    'doGenerate' in value &&
    typeof value.doGenerate === 'function' &&
    'doStream' in value &&
    typeof value.doStream === 'function' &&
    'modelId' in value &&
    typeof value.modelId === 'string'
  );
}

/** Puts the middleware around a model in place. */
export function watchLanguageModel(model: LanguageModel, middleware: AiMiddleware): void {
  const { doGenerate, doStream } = model;
  model.doGenerate = (...args) =>
    middleware.wrapGenerate({ doGenerate: () => doGenerate.apply(model, [...args]), model });
  model.doStream = (...args) =>
    middleware.wrapStream({ doStream: () => doStream.apply(model, [...args]), model });
}
