MONITORING_CONFIG = {
    'tracing': {
        'enabled': True,
        'sampler': 1.0,
        'exporter': 'jaeger'
    }
}


@service
class TracingExample:
    def __init__(self):
        self.tracer = JaegerTracer(service_name='my-service', agent_host='jaeger-agent')
