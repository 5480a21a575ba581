import { currentMethods } from '../kits/methods/current-methods.ts';
import type {
  MethodRecorder,
  ObserveFunction,
  ObservedDecorator,
  ServiceDecorator,
} from '../kits/methods/method-recorder.ts';
import type { AnyClass, ServiceOptions } from '../kits/methods/observed-class.ts';
import type { ServiceConfig } from './service-config.ts';
import { isServiceConfig } from './service-config.ts';
import { telemetryOf } from './shared-telemetry.ts';

/** Puts recording around a class, with the telemetry of a configuration or of the program. */
export interface SharedServiceDecorator extends ServiceDecorator {
  (
    config: ServiceConfig & ServiceOptions,
  ): <Class extends AnyClass>(target: Class, context?: ClassDecoratorContext) => Class;
}

/**
 * All methods of a class become metrics, log lines and spans: `service(CONFIG)(Class)` or `@service(CONFIG)` with the
 * configuration of a service framework, `service(Class)` or `@service` with the telemetry of the service that was
 * instrumented before; where there is none, with that of an empty configuration.
 *
 * @example
 * ```ts
 * import { service } from '@telltale/sdk';
 *
 * const MONITORING_CONFIG = {
 *   logging: { level: 'ERROR', format: 'structured', outputs: ['console'], correlation: true },
 *   metrics: { collectors: ['prometheus'], interval: '10s', exporters: ['http'] },
 *   tracing: { enabled: false, sampler: 0.1, exporter: 'otlp' },
 * };
 * class Orders {
 *   place(id: string): string {
 *     return `placed ${id}`;
 *   }
 * }
 * const Observed = service(MONITORING_CONFIG)(Orders);
 * console.log(new Observed().place('7')); // placed 7
 * ```
 */
export const service = ((given?: AnyClass | ServiceOptions | (ServiceConfig & ServiceOptions)) => {
  // Which of the three it is decides what is given back, as the overloads say.
  if (typeof given === 'function') return methods().service(given);
  if (!isServiceConfig(given)) return methods().service(given);
  const { name, methods: only, ignore, log, ...config }: ServiceConfig & ServiceOptions = given;
  const options = {
    ...(name !== undefined && { name }),
    ...(only && { methods: only }),
    ...(ignore && { ignore }),
    ...(log !== undefined && { log }),
  };
  return telemetryOf(config).service(options);
}) as SharedServiceDecorator;

/**
 * One function or method, or `@observed`, with the telemetry of the service that was instrumented before; where there
 * is none, with that of an empty configuration.
 */
export const observed: ObservedDecorator = ((...given: Parameters<ObservedDecorator>) =>
  Reflect.apply(methods().observed, undefined, given) as unknown) as ObservedDecorator;

/** Runs a task and records it as a call, with the same telemetry as {@link observed}. */
export const observe: ObserveFunction = ((...given: Parameters<ObserveFunction>) =>
  Reflect.apply(methods().observe, undefined, given)) as ObserveFunction;

function methods(): MethodRecorder {
  return currentMethods() ?? telemetryOf();
}
