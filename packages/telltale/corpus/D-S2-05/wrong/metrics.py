from prometheus_client import Counter

cache_operations = Counter('cache_operations_total', 'Cache operation counter', ['operation', 'status'])
