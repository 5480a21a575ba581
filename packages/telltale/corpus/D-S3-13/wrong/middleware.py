class MonitoringMiddleware:
    async def should_run(self, request: Request) -> bool:
        # Only monitor non-metrics endpoints
        return not request.path.startswith("/metrics")
