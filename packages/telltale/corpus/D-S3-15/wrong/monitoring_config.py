MONITORING_CONFIG = {
    'tracing': {
        'enabled': True,
        'sampler': 0.1,
        'exporter': 'otlp'
    }
}
