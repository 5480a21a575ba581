class PerformanceMetrics:
    def __init__(self):
        self.request_times = Histogram(
            name="request_duration_seconds",
            documentation="Time to answer a request",
            buckets=[0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.0, 5.0]
        )
