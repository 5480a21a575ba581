MONITORING_CONFIG = {
    'tracing': {
        'enabled': True,
        'sampler': 1.0,
        'exporter': 'otlp'
    }
}


@service
class TracingExample:
    def __init__(self):
        self.tracer = OtlpTracer(service_name='my-service', endpoint='http://jaeger:4318')
