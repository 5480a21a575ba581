import type { Attributes, Histogram, Meter, MeterProvider, MetricOptions } from '@opentelemetry/api';

/** A provider whose histograms add to each measurement the attributes that are known at that moment. */
export function enrichingProvider(provider: MeterProvider, known: () => Attributes): MeterProvider {
  return {
    getMeter: (...asked) => {
      const meter = provider.getMeter(...asked);
      return new Proxy(meter, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== 'function') return member;
          if (name !== 'createHistogram') return member.bind(target) as unknown;
          return (...args: [string, MetricOptions?]) => enriched(target, args, known);
        },
      });
    },
  };
}

function enriched(meter: Meter, args: [string, MetricOptions?], known: () => Attributes): Histogram {
  const histogram = meter.createHistogram(...args);
  return {
    record: (value, attributes, context) => histogram.record(value, { ...attributes, ...known() }, context),
  };
}
