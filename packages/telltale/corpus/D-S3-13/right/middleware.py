class MonitoringMiddleware:
    async def should_run(self, request: Request) -> bool:
        # Only monitor non-metrics endpoints
        return request.path not in IGNORED_PATHS
