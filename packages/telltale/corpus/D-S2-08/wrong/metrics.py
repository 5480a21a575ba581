from prometheus_client import Histogram

db_query_duration = Histogram('db_query_duration_seconds', 'Database query duration', ['operation'])
