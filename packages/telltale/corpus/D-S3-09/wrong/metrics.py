@service
class MetricsExample:
    def __init__(self):
        self.metrics = PrometheusMetrics()
        self.counter = self.metrics.counter(
            'shop_requests_total',
            'Total requests processed'
        )
