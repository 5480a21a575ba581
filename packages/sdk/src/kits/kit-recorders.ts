import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import type { AiRecorder } from './ai/ai-recorder.ts';
import { createAiRecorder } from './ai/ai-recorder.ts';
import type { CacheRecorder } from './cache-recorder.ts';
import { createCacheRecorder } from './cache-recorder.ts';
import type { DatabaseRecorder } from './database-recorder.ts';
import { createDatabaseRecorder } from './database-recorder.ts';
import type { MessageRecorder } from './message-recorder.ts';
import { createMessageRecorder } from './message-recorder.ts';
import type { MethodRecorder } from './methods/method-recorder.ts';
import { createMethodRecorder } from './methods/method-recorder.ts';
import type { Observation } from './observation.ts';
import { METRICS_ONLY } from './observation.ts';
import type { TaskRecorder } from './task-recorder.ts';
import { createTaskRecorder } from './task-recorder.ts';
import type { WebSocketRecorder } from './websocket-recorder.ts';
import { createWebSocketRecorder } from './websocket-recorder.ts';

/**
 * What records into the kits of a definition. Of a kit that the definition does not have, it hands user code
 * on and records nothing, which is told at the first attempt.
 */
export interface KitRecorders extends MethodRecorder {
  /** Tasks and queues, into the kit `task()`. */
  readonly tasks: TaskRecorder;
  /** Messages of streams, into the kit `messages()`. */
  readonly messages: MessageRecorder;
  /** WebSocket servers, into the kit `websocket()`. */
  readonly websockets: WebSocketRecorder;
  /** Requests to language models, into the kit `ai()`. */
  readonly ai: AiRecorder;
  /** Queries and pools of databases, into the kit `database()`. */
  readonly databases: DatabaseRecorder;
  /** Caches, into the kit `cache()`. */
  readonly caches: CacheRecorder;
}

/** Makes what records into the kits of a definition. */
export function createKitRecorders(
  definition: MonitoringDefinition,
  registry: Registry,
  observation: Observation = METRICS_ONLY,
): KitRecorders {
  const { tracing } = observation;
  return {
    tasks: createTaskRecorder(definition, registry, tracing),
    messages: createMessageRecorder(definition, registry, tracing),
    websockets: createWebSocketRecorder(definition, registry),
    ai: createAiRecorder(definition, registry, tracing),
    databases: createDatabaseRecorder(definition, registry),
    caches: createCacheRecorder(definition, registry),
    ...createMethodRecorder(definition, registry, observation),
  };
}
