import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { NO_TRACING } from '../traces/no-tracing.ts';
import { spanName } from '../traces/spans/span-name.ts';
import type { TraceOptions } from '../traces/spans/trace-span.ts';
import type { Tracing } from '../traces/tracing.ts';
import { bindKit } from './kit-binding.ts';
import { errorType, runWatched } from '../outcome/outcome.ts';

/** What is known of a message. */
export interface MessageContext {
  readonly topic: string;
  /** Type of the message; `unknown` by default. */
  readonly type?: string;
  /** Part of the program that processes it, for the errors; `unknown` by default. */
  readonly component?: string;
  /** Headers of the message, which say what trace and request it belongs to. */
  readonly headers?: object;
}

/** A message that was processed. */
export interface ProcessedMessage extends MessageContext {
  /** How it ended, for example `success`. */
  readonly status: string;
  /** How long it took, in seconds. */
  readonly seconds?: number;
}

/** Records messages into the metrics of the message kit, and their processing as spans where there are traces. */
export interface MessageRecorder {
  /** Processes a message and records how it ends. What `process` returns or throws is handed on. */
  run<Result>(message: MessageContext, process: () => Result): Result;
  /** Records a message that was processed. */
  record(message: ProcessedMessage): void;
  /** Records an error by its type, of a part of the program. */
  error(type: string, component?: string): void;
}

/** Makes what records messages; without the message kit it only processes them. */
export function createMessageRecorder(
  definition: MonitoringDefinition,
  registry: Registry,
  tracing: Tracing = NO_TRACING,
): MessageRecorder {
  const binding = bindKit(definition, registry, 'messages');
  const processed = binding.counter('processed');
  const duration = binding.histogram('duration');
  const errors = binding.counter('errors');
  const record = ({ topic, type, status, seconds }: ProcessedMessage) => {
    processed.inc({ topic, status, message_type: type });
    if (seconds !== undefined) duration.observe({ topic, message_type: type }, seconds);
  };
  const error = (type: string, component?: string) => errors.inc({ error_type: type, component });
  return {
    run: (message, process) => {
      const startMs = performance.now();
      const recorded = () =>
        runWatched(process, (outcome) => {
          record({ ...message, status: outcome.status, seconds: (performance.now() - startMs) / 1000 });
          if (outcome.status === 'failure') error(errorType(outcome.error), message.component);
        });
      const traced = () => tracing.trace(spanName('process', message.topic), spanOptions(message), recorded);
      return message.headers ? tracing.propagation.extract(message.headers, traced) : traced();
    },
    record: (message) => binding.hook(() => record(message), undefined),
    error,
  };
}

function spanOptions({ topic, type }: MessageContext): TraceOptions {
  return {
    kind: 'consumer',
    attributes: {
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
      'messaging.message.type': type,
    },
  };
}
