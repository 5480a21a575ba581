from prometheus_client import Counter, Histogram

db_query_duration = Histogram('db_query_duration_seconds', 'Database query duration', ['operation'])
db_query_errors = Counter('db_query_errors_total', 'Failed database queries', ['operation'])
