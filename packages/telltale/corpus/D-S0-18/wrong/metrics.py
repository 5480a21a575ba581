from prometheus_client import start_http_server, Counter, Gauge, Histogram

migration_duration = Histogram('migration_duration_seconds', 'Time spent on migration')
