@service
class MetricsExample:
    def __init__(self):
        self.metrics = PrometheusMetrics()
        self.counter = self.metrics.counter(
            'shop_requests_total',
            'Total requests processed',
            ['status']
        )
        self.active = self.metrics.gauge('shop_requests_active', 'Requests in progress')
