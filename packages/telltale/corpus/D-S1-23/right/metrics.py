from prometheus_client import Counter

requests = Counter('shop_requests_total', 'Total HTTP requests', ['status'])
