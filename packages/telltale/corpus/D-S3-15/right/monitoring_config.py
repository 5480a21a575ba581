MONITORING_CONFIG = {
    'tracing': {
        'enabled': True,
        'sampler': 1.0,
        'exporter': 'otlp'
    }
}
